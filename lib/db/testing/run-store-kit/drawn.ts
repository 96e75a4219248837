import fc from "fast-check";
import type { RunTransaction } from "../../run-store";
import type { Harness } from "./harness";
import { keyOf } from "./samples";

/** One store of two that are given the same calls, and what only it knows. */
export interface World extends Harness {
  /** A run that writes, one that failed, one that writes nothing. */
  readonly runs: readonly string[];
  /** Rows in the order in which they came to be; those that the store made itself have ids of its own. */
  readonly rows: string[];
  /** When plans were made, by the store's own clock; newest last. */
  readonly planned: string[];
}

/** A call with everything that was drawn for it; asked of each store under that store's own ids and moments. */
export interface Drawn {
  readonly name: string;
  ask(world: World, tx: RunTransaction): Promise<unknown>;
}

export const drawn = <T>(
  name: string,
  parts: fc.Arbitrary<T>,
  ask: (given: T, world: World, tx: RunTransaction) => Promise<unknown>,
): fc.Arbitrary<Drawn> =>
  parts.map((given) => ({
    name: `${name} ${fc.stringify(given)}`,
    ask: (world, tx) => ask(given, world, tx),
  }));

/** Rows of these names are found by a form of their key; one name has one key, so no two rows share a form. */
export const NAMES = ["a", "b", "c", "D", "E"];
export const formsOf = (name: string) => ({
  key: keyOf(name),
  matchKey: name === name.toUpperCase() ? keyOf(name.toLowerCase()) : null,
});

export const name = fc.constantFrom(...NAMES);
export const city = fc.constantFrom("Brno", "Praha");
export const nth = fc.nat({ max: 7 });
export const at3 = fc.nat({ max: 2 });
export const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });

export const rowOf = ({ rows }: World, which: number): string => rows[which % rows.length] ?? "";
export const sideOf = ({ registry }: World, which: number): string => registry.sides[which]?.id ?? "";
export const runOf = ({ runs }: World, which: number): string => runs[which] ?? "";
export const placeOf = (world: World, which = 0) => ({
  runId: runOf(world, which),
  registryId: world.registry.id,
});

/** Rows that the store made itself join the others, in the order of their keys, which both stores share. */
export function nameNewRows(
  { rows }: World,
  found: readonly { readonly rowId: string; readonly key: string }[],
): void {
  const inOrder = found.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  for (const { rowId } of inOrder) if (!rows.includes(rowId)) rows.push(rowId);
}
