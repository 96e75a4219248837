import { mergeRow } from "../merge";
import { prepareRules } from "../prepare";
import type { RowDecision } from "../row";
import { withinScope } from "../scope";
import type { Case } from "./arbitraries";

/** The decision for a row, its registry's filter included. */
export function merge({ rules, state, scope }: Case): RowDecision {
  const prepared = prepareRules(rules);
  return withinScope(mergeRow(state, prepared), state, scope, prepared);
}
