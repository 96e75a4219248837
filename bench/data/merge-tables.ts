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
  const byKey = (rows: readonly Cells[]) =>
    new Map(rows.map((cells) => [keyText(cells, dataset.key) ?? "", cells]));
  const [base, a, b] = [byKey(tables.base), byKey(tables.a), byKey(tables.b)];
  const rows: Cells[] = [];
  let writes = 0;
  let conflicts = 0;
  for (const key of new Set([...base.keys(), ...a.keys(), ...b.keys()])) {
    const agreed = base.get(key) ?? null;
    const sides = [stateOf("a", a.get(key), agreed), stateOf("b", b.get(key), agreed)];
    const decision = mergeRow({ rowId: key, base: agreed, origins: {}, sides }, rules);
    if (decision.cells) rows.push(decision.cells);
    writes += decision.writes.length;
    conflicts += decision.conflicts.length;
  }
  return { rows, writes, conflicts };
}

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
