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
  const rows: Cells[] = [];
  let writes = 0;
  let conflicts = 0;
  const merge = (rowId: string, agreed: Cells | null, a: Cells | undefined, b: Cells | undefined) => {
    const sides = [stateOf("a", a, agreed), stateOf("b", b, agreed)];
    const decision = mergeRow({ rowId, base: agreed, origins: NO_ORIGINS, sides }, rules);
    if (decision.cells) rows.push(decision.cells);
    writes += decision.writes.length;
    conflicts += decision.conflicts.length;
  };
  const keys = tables.base.map(keyOf);
  const match = isAscending(keys) ? matchedInOrder : matched;
  const [a, b] = [match(tables.a, keyOf, keys), match(tables.b, keyOf, keys)];
  for (const [at, cells] of tables.base.entries()) merge(keys[at] ?? "", cells, a.known[at], b.known[at]);
  for (const [key, cells] of a.unknown) merge(key, null, cells, b.unknown.get(key));
  for (const [key, cells] of b.unknown) if (!a.unknown.has(key)) merge(key, null, undefined, cells);
  return { rows, writes, conflicts };
}

interface Matched {
  /** At the place of the base's row with their key. */
  readonly known: readonly (Cells | undefined)[];
  /** Those whose key the base does not have, by key. */
  readonly unknown: ReadonlyMap<string, Cells>;
}

type Match = (rows: readonly Cells[], keyOf: (cells: Cells) => string, keys: readonly string[]) => Matched;

const matched: Match = (rows, keyOf, keys) => {
  const places = new Map(keys.map((key, at) => [key, at]));
  const known = new Array<Cells | undefined>(keys.length);
  const unknown = new Map<string, Cells>();
  for (const cells of rows) {
    const key = keyOf(cells);
    const at = places.get(key);
    if (at === undefined) unknown.set(key, cells);
    else known[at] = cells;
  }
  return { known, unknown };
};

/** Tables that are kept in the order of their keys are walked side by side; one that is not is matched by a map. */
const matchedInOrder: Match = (rows, keyOf, keys) => {
  const known = new Array<Cells | undefined>(keys.length);
  const unknown = new Map<string, Cells>();
  let at = 0;
  let before = "";
  for (const cells of rows) {
    const key = keyOf(cells);
    if (key < before) return matched(rows, keyOf, keys);
    before = key;
    while (at < keys.length && (keys[at] ?? "") < key) at += 1;
    if (keys[at] === key) known[at] = cells;
    else unknown.set(key, cells);
  }
  return { known, unknown };
};

const isAscending = (keys: readonly string[]): boolean =>
  keys.every((key, at) => at === 0 || (keys[at - 1] ?? "") < key);

const NO_ORIGINS = {};
const NOTHING: readonly string[] = [];

/** A key of one field is told by its text alone. */
function keyOfRows({ key }: Dataset): (cells: Cells) => string {
  const [field = "", ...more] = key;
  return more.length === 0 ? (cells) => String(cells[field]) : (cells) => keyText(cells, key) ?? "";
}

function stateOf(sideId: string, cells: Cells | undefined, agreed: Cells | null): SideState {
  if (cells)
    return {
      sideId,
      acknowledged: agreed,
      observed: { state: "present", cells, unknown: NOTHING, origin: null },
    };
  const observed = agreed ? ({ state: "absent", origin: null } as const) : ({ state: "never" } as const);
  return { sideId, acknowledged: agreed, observed };
}
