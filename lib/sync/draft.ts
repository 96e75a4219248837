import type { Candidate } from "@/lib/db/rows/candidates";
import { mergeRow } from "@/lib/engine/merge";
import type { PreparedRules } from "@/lib/engine/prepare";
import type { RowDecision, RowState } from "@/lib/engine/row";
import { type Scope, withinScope } from "@/lib/engine/scope";
import type { Fault } from "@/lib/rules/fault";

/** One row on its way to a decision: merged, then held against the rules, perhaps merged again. */
export interface Draft {
  readonly candidate: Candidate;
  readonly rules: PreparedRules;
  state: RowState;
  decision: RowDecision;
  /** What the rules found, each with the sides that it is shown on. */
  readonly found: FoundFault[];
}

export interface FoundFault {
  readonly fault: Fault;
  readonly sideIds: readonly string[];
}

/** The engine's decision on a row within the registry's filter. */
export function merged(state: RowState, rules: PreparedRules, scope: Scope): RowDecision {
  return withinScope(mergeRow(state, rules), state, scope, rules);
}
