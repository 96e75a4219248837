import { createHash } from "node:crypto";
import { mergeRow } from "@/lib/engine/merge";
import { type PreparedRules, prepareRules } from "@/lib/engine/prepare";
import type { RowDecision, SideState } from "@/lib/engine/row";
import type { Cells } from "@/lib/engine/value";
import type { City } from "../../scripts/demo/real-data";
import { changeAt, isOld } from "./changes";
import { cellsOf, FIELDS, KEY, keyOf } from "./record";

/** One table three times: as it was agreed on, and as each of two sides has it now. */
export interface ThreeTables<Row> {
  readonly base: readonly Row[];
  readonly a: readonly Row[];
  readonly b: readonly Row[];
}

/** The three tables after the changes of `changes.ts`. */
export function threeTables(cities: readonly City[]): ThreeTables<City> {
  const base: City[] = [];
  const a: City[] = [];
  const b: City[] = [];
  for (const [index, city] of cities.entries()) {
    const change = changeAt(index);
    if (isOld(index)) base.push(city);
    if (change === "edit-a") a.push({ ...city, population: city.population + 1 });
    else if (change === "edit-both") a.push({ ...city, feature: "A" });
    else if (change !== "delete-a" && change !== "new-b") a.push(city);
    if (change === "edit-b") b.push({ ...city, name: `${city.name} (B)` });
    else if (change === "edit-both") b.push({ ...city, feature: "B" });
    else if (change !== "new-a") b.push(city);
  }
  return { base, a, b };
}

export const canonical = ({ base, a, b }: ThreeTables<City>): ThreeTables<Cells> => ({
  base: base.map(cellsOf),
  a: a.map(cellsOf),
  b: b.map(cellsOf),
});

export interface Merged {
  readonly rows: readonly Cells[];
  readonly writes: number;
  readonly conflicts: number;
}

/** Merges the three tables with the engine: rows are matched by key, then decided cell by cell. */
export function mergeTables(tables: ThreeTables<Cells>): Merged {
  const rules = twoSides();
  const [base, a, b] = [byKey(tables.base), byKey(tables.a), byKey(tables.b)];
  const rows: Cells[] = [];
  let writes = 0;
  let conflicts = 0;
  for (const key of new Set([...base.keys(), ...a.keys(), ...b.keys()])) {
    const agreed = base.get(key) ?? null;
    const sides = [stateOf("a", a.get(key), agreed), stateOf("b", b.get(key), agreed)];
    const decision: RowDecision = mergeRow({ rowId: key, base: agreed, origins: {}, sides }, rules);
    if (decision.cells) rows.push(decision.cells);
    writes += decision.writes.length;
    conflicts += decision.conflicts.length;
  }
  return { rows, writes, conflicts };
}

const byKey = (rows: readonly Cells[]): ReadonlyMap<string, Cells> =>
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

function twoSides(): PreparedRules {
  return prepareRules({
    fields: FIELDS,
    key: KEY,
    sides: ["a", "b"].map((sideId, position) => ({
      sideId,
      position,
      directions: Object.fromEntries(FIELDS.map((field) => [field.id, "both" as const])),
      mayCreate: true,
      mayDelete: true,
      project: (_field, value) => ({ ok: true, value }),
    })),
    strategy: "last-write-wins",
    strategyByField: {},
    authority: null,
    winners: { default: null, fields: {} },
    deletes: "propagate",
    clockToleranceMs: 0,
    digest: (text) => createHash("sha256").update(text).digest("hex"),
  });
}
