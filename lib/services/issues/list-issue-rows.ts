import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { RegistryDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { type IssueLine, listIssueRows as listStored } from "@/lib/db/rows/browse-issues";
import type { Cells, Value } from "@/lib/engine/value";
import { publicId } from "@/lib/ids";
import { readPosition } from "../page-cursor";
import { readJson } from "../read-json";
import { requireRegistry } from "../registries/browse-registries";
import { type CellAt, type ReadableValue, readableValues } from "../rows/relation-keys";
import type { ListPage } from "../runs/browse-runs";
import { fieldOf, type IssueRowsInput, sideOf } from "./issue-cause";
import { canMend } from "./mend-issue";

const PAGE = 50;

type NamedCells = Readonly<Record<string, Value>>;

export interface IssueRowView {
  readonly id: string;
  readonly side: string;
  readonly field: string | null;
  readonly reason: string;
  readonly rowId: string | null;
  /** Null for a record that has no key. */
  readonly key: readonly string[] | null;
  readonly message: string;
  readonly severity: string;
  readonly skipped: boolean;
  readonly times: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** What the side showed when the issue was last seen, by field name: one record, or all that share a key. */
  readonly records: readonly { readonly record: string; readonly cells: NamedCells }[];
  /** What all sides agreed on, for the fields that the issue is about; null = it is no row yet. */
  readonly agreed: NamedCells | null;
  /** Whether the caller may enter another value for the cell here. */
  readonly canMend: boolean;
}

/** Open issues row by row, by key: all of them, or those of a group. */
export async function listIssueRows(
  caller: Caller,
  registryId: string,
  { cursor, side, field, reason }: IssueRowsInput & { readonly cursor: string | null },
): Promise<ListPage<IssueRowView>> {
  authorize(caller, "registry:read");
  const after = cursor === null ? null : positionOf(cursor);
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const place = {
    registryId: registry.id,
    sideId: side === null ? null : sideOf(side, registry),
    field: field === null ? null : fieldOf(field, registry),
    reason,
  };
  const { lines, readable } = await withRows(caller.organizationId, async (client) => {
    const found = await listStored(client, place, { after, size: PAGE + 1 });
    return { lines: found, readable: await readableValues(client, registry.fields, found.flatMap(cellsOf)) };
  });
  const data = lines.slice(0, PAGE).map((line) => rowView(line, { caller, registry, readable }));
  const last = lines[PAGE - 1];
  const more = lines.length > PAGE && last;
  return { data, nextCursor: more ? JSON.stringify([last.subject, last.id]) : null };
}

interface Reading {
  readonly caller: Caller;
  readonly registry: RegistryDefinition;
  readonly readable: ReadableValue;
}

function rowView(line: IssueLine, { caller, registry, readable }: Reading): IssueRowView {
  const { fields } = registry;
  const shown = line.records ?? [];
  const named = (cells: Cells, wanted: (id: string) => boolean): NamedCells =>
    Object.fromEntries(
      fields.flatMap(({ id, name }) =>
        wanted(id) && cells[id] !== undefined ? [[name, readable(id, cells[id])] as const] : [],
      ),
    );
  const isShown = (id: string): boolean =>
    id === line.field || shown.some(({ cells }) => cells !== null && id in cells);
  return {
    id: publicId("iss", line.id),
    side: publicId("sid", line.sideId),
    field: line.field === "" ? null : (fields.find(({ id }) => id === line.field)?.name ?? line.field),
    reason: line.reason,
    rowId: line.rowId && publicId("row", line.rowId),
    key: keyOf(line.subject),
    message: line.message,
    severity: line.severity,
    skipped: line.skipped,
    times: line.times,
    firstSeen: line.firstSeen.toISOString(),
    lastSeen: line.lastSeen.toISOString(),
    records: shown.map(({ locator, cells }) => ({ record: locator, cells: named(cells ?? {}, () => true) })),
    agreed: line.agreed && named(line.agreed, isShown),
    canMend: canMend(caller, registry, line),
  };
}

const cellsOf = ({ records, agreed }: IssueLine): CellAt[] =>
  [agreed, ...(records ?? []).map(({ cells }) => cells)].flatMap((cells) => Object.entries(cells ?? {}));

const keyText = z.array(z.string());

/** A subject is a key's text, or, where there is no key, the record's own id. */
function keyOf(subject: string): readonly string[] | null {
  if (!subject.startsWith("[")) return null;
  return keyText.safeParse(readJson(subject)).data ?? null;
}

const position = z.tuple([z.string().max(8000), z.uuid()]);

function positionOf(cursor: string): { subject: string; id: string } {
  const [subject, id] = readPosition(position, cursor);
  return { subject, id };
}
