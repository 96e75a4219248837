import { keyText } from "@/lib/engine/canonical";
import { mergeRow } from "@/lib/engine/merge";
import type { SideState } from "@/lib/engine/row";
import type { Cells } from "@/lib/engine/value";
import type { Dataset } from "./dataset";
import { mergeRules } from "./merge-rules";
import type { ThreeTables } from "./three-tables";

export interface Merged {
  readonly rows: readonly Cells[];
  readonly writes: number;
  readonly conflicts: number;
}

/** Merges the three tables with the engine: rows are matched by key, then decided cell by cell. */
export function mergeTables(dataset: Dataset, tables: ThreeTables): Merged {
  const rules = mergeRules(dataset, ["a", "b"]);
  const keyOf = keyOfRows(dataset);
  const [a, b] = [byKey(tables.a, keyOf), byKey(tables.b, keyOf)];
  const rows: Cells[] = [];
  let writes = 0;
  let conflicts = 0;
  const merge = (key: string, agreed: Cells | null) => {
    const sides = [stateOf("a", a.get(key), agreed), stateOf("b", b.get(key), agreed)];
    const decision = mergeRow({ rowId: key, base: agreed, origins: NO_ORIGINS, sides }, rules);
    if (decision.cells) rows.push(decision.cells);
    writes += decision.writes.length;
    conflicts += decision.conflicts.length;
    a.delete(key);
    b.delete(key);
  };
  for (const cells of tables.base) merge(keyOf(cells), cells);
  for (const key of a.keys()) merge(key, null);
  for (const key of b.keys()) merge(key, null);
  return { rows, writes, conflicts };
}

const NO_ORIGINS = {};

/** A key of one field is told by its text alone. */
function keyOfRows({ key }: Dataset): (cells: Cells) => string {
  const [field = "", ...more] = key;
  return more.length === 0 ? (cells) => String(cells[field]) : (cells) => keyText(cells, key) ?? "";
}

const byKey = (rows: readonly Cells[], keyOf: (cells: Cells) => string): Map<string, Cells> =>
  new Map(rows.map((cells) => [keyOf(cells), cells]));

function stateOf(sideId: string, cells: Cells | undefined, agreed: Cells | null): SideState {
  if (cells)
    return {
      sideId,
      acknowledged: agreed,
      observed: { state: "present", cells, unknown: [], origin: null },
    };
  const observed = agreed ? ({ state: "absent", origin: null } as const) : ({ state: "never" } as const);
  return { sideId, acknowledged: agreed, observed };
}
