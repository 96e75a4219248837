import "server-only";
import { type EntryLine, envelopeOf } from "@/lib/db/ledger-entries";
import { withRows } from "@/lib/db/row-store";
import { namesOfActors } from "../people/name-actors";
import { type CellAt, type ReadableValue, readableValues } from "../rows/relation-keys";
import { cellsOf, type EntryView, entryView } from "./entry-view";
import { type KnownRegistries, learnRegistries } from "./known-registries";
import type { Proven } from "./prove-entries";

interface Found {
  readonly lines: readonly EntryLine[];
  readonly proven: ReadonlyMap<number, Proven>;
  /** Grows by those that are looked up. */
  readonly registries?: KnownRegistries;
}

/** Entries as people read them: actors and fields by name, relations by their rows' keys. */
export async function readEntries(
  organizationId: string,
  { lines, proven, registries = new Map() }: Found,
): Promise<EntryView[]> {
  await learnRegistries(
    organizationId,
    new Set(lines.flatMap(({ registryId }) => registryId ?? [])),
    registries,
  );
  const actors = lines.map((line) => envelopeOf(line).actor.ref);
  const names = await namesOfActors(organizationId, actors);
  const readers = await readersOf(organizationId, lines, registries);
  return lines.map((line) =>
    entryView(line, {
      registry: (line.registryId && registries.get(line.registryId)) || null,
      readable: readers.get(line.registryId) ?? asItIs,
      names,
      standing: proven.get(line.seq)?.standing ?? "failed",
    }),
  );
}

const asItIs: ReadableValue = (_field, value) => value;

/** By registry: how its cells are read. */
async function readersOf(
  organizationId: string,
  lines: readonly EntryLine[],
  registries: KnownRegistries,
): Promise<Map<string | null, ReadableValue>> {
  const readers = new Map<string | null, ReadableValue>();
  await withRows(organizationId, async (client) => {
    for (const [registryId, own] of Map.groupBy(lines, (line) => line.registryId)) {
      const fields = (registryId && registries.get(registryId)?.definition?.fields) || [];
      const cells = own.flatMap(cellsOf).flatMap(([id, before, after]): CellAt[] => [
        [id, before],
        [id, after],
      ]);
      readers.set(registryId, await readableValues(client, fields, cells));
    }
  });
  return readers;
}
