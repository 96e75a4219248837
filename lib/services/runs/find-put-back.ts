import "server-only";
import type { SideDefinition } from "@/lib/db/registries";
import type { RowClient } from "@/lib/db/row-store";
import { beforeChanges, type ChangeLine } from "@/lib/db/rows/browse";
import type { StoredRun } from "@/lib/db/runs";
import { valuesEqual } from "@/lib/engine/value";

/** edit-not-allowed: the side may not edit the field, so what it shows is put back. */
export type PutBackReason = "edit-not-allowed";

interface Changes {
  readonly run: StoredRun;
  readonly sides: readonly SideDefinition[];
  readonly lines: readonly ChangeLine[];
}

/**
 * The changes, by ordinal, that put back an edit of a side that may not make it, by today's directions: the merged
 * row had the value before the run, and no earlier write of ours to the record had failed. A run that a person asked
 * to put things back is no such reason.
 */
export async function findPutBack(
  client: RowClient,
  { run, sides, lines }: Changes,
): Promise<ReadonlyMap<number, PutBackReason>> {
  if (run.request.kind !== "plain") return new Map();
  const outOn = new Map(
    sides.map(({ id, mappings }) => [
      id,
      mappings.filter(({ direction }) => direction === "out").map(({ field }) => field),
    ]),
  );
  const written = new Map(
    lines.flatMap(({ ordinal, op, sideId, cells }) => {
      const fields =
        op === "update" ? (outOn.get(sideId) ?? []).filter((id) => cells?.[id] !== undefined) : [];
      return fields.length > 0 && cells ? [[ordinal, { fields, cells }] as const] : [];
    }),
  );
  if (written.size === 0) return new Map();
  const found = await beforeChanges(client, run.id, [...written.keys()]);
  const putBack = found.filter(({ ordinal, base, earlier }) => {
    const line = written.get(ordinal);
    if (!base || !line || (earlier !== null && earlier !== "done")) return false;
    return line.fields.some((id) => {
      const [had, wanted] = [base[id], line.cells[id]];
      return had !== undefined && wanted !== undefined && valuesEqual(had, wanted);
    });
  });
  return new Map(putBack.map(({ ordinal }) => [ordinal, "edit-not-allowed"]));
}
