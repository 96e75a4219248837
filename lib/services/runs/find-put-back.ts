import "server-only";
import type { RowClient } from "@/lib/db/row-store";
import { beforeChanges, type ChangeLine } from "@/lib/db/rows/browse";
import type { StoredRun } from "@/lib/db/runs";
import { valuesEqual } from "@/lib/engine/value";

/** edit-not-allowed: the side may not edit the field, so what it shows is put back. */
export type PutBackReason = "edit-not-allowed";

/** The ids of the fields that a change puts back, by the change's ordinal; a change without any has no entry. */
export type PutBack = ReadonlyMap<number, ReadonlySet<string>>;

const NOTHING: PutBack = new Map();

/**
 * The cells that put back an edit of a side that might not make it when the run planned: the merged row had the value
 * before the run, and no earlier write of ours to the record had failed. A run that a person asked to put things back
 * is no such reason.
 */
export async function findPutBack(
  client: RowClient,
  run: StoredRun,
  lines: readonly ChangeLine[],
): Promise<PutBack> {
  const outOn = run.request.kind === "plain" ? outFields(run) : {};
  const written = new Map(
    lines.flatMap(({ ordinal, op, sideId, cells }) => {
      const fields = op === "update" ? (outOn[sideId] ?? []).filter((id) => cells?.[id] !== undefined) : [];
      return fields.length > 0 && cells ? [[ordinal, { fields, cells }] as const] : [];
    }),
  );
  if (written.size === 0) return NOTHING;
  const found = await beforeChanges(client, run.id, [...written.keys()]);
  const putBack = found.flatMap(({ ordinal, base, earlier }) => {
    const line = written.get(ordinal);
    if (!base || !line || (earlier !== null && earlier !== "done")) return [];
    const fields = line.fields.filter((id) => {
      const [had, wanted] = [base[id], line.cells[id]];
      return had !== undefined && wanted !== undefined && valuesEqual(had, wanted);
    });
    return fields.length === 0 ? [] : [[ordinal, new Set(fields)] as const];
  });
  return new Map(putBack);
}

/** By side, the fields whose edits the run did not let count; runs of before this was noted have none. */
function outFields({ progress }: StoredRun): Readonly<Record<string, readonly string[]>> {
  const { found } = progress as { found?: { putBack?: Readonly<Record<string, readonly string[]>> } };
  return found?.putBack ?? {};
}
