import { hash } from "node:crypto";
import {
  type Drift,
  type DriftScope,
  digestText,
  NO_RECORDS,
  NO_ROWS,
  type RecordsAtSide,
  type RowsAtSide,
} from "../../rows/drift";
import { NOT_AS_WRITTEN } from "../../rows/issues";
import type { MemoryClient } from "./client";
import type { BaseRow, IssueRow, ObsRow } from "./tables";

type Side = DriftScope["sides"][number];

export function driftOf(client: MemoryClient, { runId, registryId, sides }: DriftScope): Drift {
  const { tables } = client;
  const base = tables.base.of(registryId).filter(({ inScope }) => inScope);
  const rest = new Set(base.map(({ rowId }) => rowId));
  const drifted = new Set<string>();
  const lines = sides.map((side) => {
    const seen = tables.obs.of(runId).filter(({ sideId }) => sideId === side.sideId);
    const first = firstOfRows(seen);
    const rows: Record<keyof RowsAtSide, number> = { ...NO_ROWS };
    for (const row of base) {
      const found = rowAt(client, side, { row, seen: first.get(row.rowId) });
      rows[found] += 1;
      if (found !== "matched" && found !== "optional") rest.delete(row.rowId);
      if ((found === "different" || found === "missing") && !waits(client, row)) drifted.add(row.rowId);
    }
    const records: Record<keyof RecordsAtSide, number> = { ...NO_RECORDS };
    for (const one of seen) {
      const found = recordAt(client, registryId, { one, first });
      records[found] += 1;
      if (found === "extra" && !isNamed(client, registryId, one))
        drifted.add(one.rowId ?? `${one.sideId} ${one.locator}`);
    }
    return [side.sideId, { rows, records }] as const;
  });
  const sum = base.reduce((total, row) => total + partOf(row), 0n);
  return {
    ...{ rows: base.length, equal: sides.length === 0 ? 0 : rest.size, drifted: drifted.size },
    baseDigest: digestText(sum),
    sides: Object.fromEntries(lines),
  };
}

const partOf = (row: BaseRow): bigint => BigInt(`0x${hash("sha256", `${row.key} ${row.hash}`).slice(0, 32)}`);

const GONE: ReadonlySet<string> = new Set(["absent", "renamed"]);

/** The lower speaks for its row. */
const rankOf = ({ state }: ObsRow): number =>
  state === "present" ? 0 : state === "unknown" ? 2 : GONE.has(state) ? 3 : 1;

function firstOfRows(seen: readonly ObsRow[]): ReadonlyMap<string, ObsRow> {
  const first = new Map<string, ObsRow>();
  for (const one of seen.toSorted((a, b) => rankOf(a) - rankOf(b) || a.ordinal - b.ordinal))
    if (one.rowId !== null && !first.has(one.rowId)) first.set(one.rowId, one);
  return first;
}

function rowAt(
  { tables }: MemoryClient,
  { sideId, required }: Side,
  { row, seen }: { readonly row: BaseRow; readonly seen: ObsRow | undefined },
): keyof RowsAtSide {
  const link = tables.link.get(sideId, row.rowId);
  if (!seen && link) return "unread";
  if (!seen || GONE.has(seen.state)) return required || link ? "missing" : "optional";
  if (seen.state === "unknown" || (seen.state === "present" && seen.unknown !== null)) return "unread";
  const isShown = seen.state === "present" && seen.locator === link?.locator && seen.hash === link.hash;
  if (!isShown || link.pending) return "different";
  const isDoubted = tables.issue
    .of(row.registryId)
    .some(
      (one) => one.open && one.reason === NOT_AS_WRITTEN && one.sideId === sideId && one.rowId === row.rowId,
    );
  return isDoubted ? "different" : "matched";
}

/** A warning keeps no row from its sides. */
const tells = ({ open, severity }: IssueRow): boolean => open && severity === "error";

/** Whether an open issue or conflict of the row says why it differs. */
const waits = ({ tables }: MemoryClient, { registryId, rowId }: BaseRow): boolean =>
  tables.issue.of(registryId).some((one) => tells(one) && one.rowId === rowId) ||
  tables.conflict.of(registryId).some((one) => !one.resolved && !one.provisional && one.rowId === rowId);

/** Whether an open issue names the record, by its key or by where it is. */
const isNamed = ({ tables }: MemoryClient, registryId: string, { sideId, key, locator }: ObsRow): boolean =>
  tables.issue
    .of(registryId)
    .some(
      (one) =>
        tells(one) &&
        one.sideId === sideId &&
        (one.subject === key || locatorsIn(one.records).includes(locator)),
    );

const locatorsIn = (records: unknown): readonly unknown[] =>
  Array.isArray(records) ? records.map((record) => record?.locator) : [];

function recordAt(
  { tables }: MemoryClient,
  registryId: string,
  { one, first }: { readonly one: ObsRow; readonly first: ReadonlyMap<string, ObsRow> },
): keyof RecordsAtSide {
  if (GONE.has(one.state)) return "gone";
  if (one.state === "unknown") return "unread";
  if (one.state === "excluded") return "excluded";
  const row = one.rowId === null ? undefined : tables.base.get(registryId, one.rowId);
  if (row && !row.inScope) return "outside";
  return row && first.get(row.rowId) === one ? "own" : "extra";
}
