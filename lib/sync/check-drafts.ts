import type { RowDecision } from "@/lib/engine/row";
import type { Scope } from "@/lib/engine/scope";
import { editedOn, setAside } from "@/lib/engine/set-aside";
import { type Value, valuesEqual } from "@/lib/engine/value";
import type { CompiledRules } from "@/lib/rules/compile-rules";
import type { Fault } from "@/lib/rules/fault";
import { type Draft, merged } from "./draft";

/** A row is merged again as often as setting one edit aside can bring up another; beyond this it waits whole. */
const MOST_ROUNDS = 8;

export interface Checking extends Scope {
  /**
   * Whether the step from a row's earlier state to the new one is judged too (lifecycles, formulas over `before`). Not
   * for what existed before the registry did, nor for what a person has ordered back.
   */
  readonly judgesSteps: boolean;
}

/**
 * Holds merged rows against the registry's rules before anything is written. An edit that breaks a rule is set aside
 * and the row merged again without it; a new row that breaks one is not taken up; what was so before is only
 * reported. Changes the drafts. Returns how many rows were looked at.
 */
export async function checkDrafts(
  drafts: readonly Draft[],
  rules: CompiledRules | null,
  checking: Checking,
): Promise<number> {
  if (rules === null || rules.isEmpty) return 0;
  const first = drafts.filter(isJudged);
  let open = first;
  for (let round = 0; open.length > 0; round += 1) {
    const faults = await rules.check(
      open.map(({ decision, state }) => {
        const cells = decision.cells ?? {};
        return { cells, before: checking.judgesSteps ? state.base : cells };
      }),
    );
    open = open.filter((draft, at) =>
      judge(draft, faults[at] ?? [], { scope: checking, isLast: round === MOST_ROUNDS }),
    );
  }
  return first.length;
}

const isJudged = ({ decision }: Draft): boolean => decision.outcome === "merged" && decision.cells !== null;

/** Takes one row's faults in; true if it was merged again and is to be looked at once more. */
function judge(
  draft: Draft,
  faults: readonly Fault[],
  { scope, isLast }: { readonly scope: Scope; readonly isLast: boolean },
): boolean {
  for (const fault of faults) note(draft, fault);
  const errors = faults.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return false;
  if (draft.state.base === null) return refuse(draft);
  const blocked = [...new Set(errors.flatMap(({ fields }) => fields))].filter((id) => isChanged(draft, id));
  if (blocked.length === 0) return false;
  const next = setAside(draft.state, draft.decision, blocked, draft.rules);
  if (next === null || isLast) return refuse(draft);
  draft.state = next;
  draft.decision = merged(next, draft.rules, scope);
  return isJudged(draft);
}

/** The row stays as it is everywhere. */
function refuse(draft: Draft): false {
  const frozen: RowDecision = {
    ...draft.decision,
    outcome: "frozen",
    cells: draft.state.base,
    origins: draft.state.origins,
    writes: [],
    agreed: [],
    acknowledgements: [],
    conflicts: [],
    issues: [],
    frozenBecause: "It breaks a rule of the registry.",
  };
  draft.decision = frozen;
  return false;
}

function isChanged({ state, decision }: Draft, id: string): boolean {
  const [before, after] = [state.base?.[id] ?? null, decision.cells?.[id] ?? null];
  return !valuesEqual(before as Value, after as Value);
}

/** One line per field and reason, on the sides whose edit it is; on all that hold the row, if it is nobody's. */
function note(draft: Draft, fault: Fault): void {
  if (draft.found.some(({ fault: known }) => known.reason === fault.reason && known.field === fault.field))
    return;
  const { state, rules } = draft;
  const editors = fault.fields.flatMap((id) => editedOn(state, id, rules));
  const holders = state.sides.flatMap(({ sideId, observed }) =>
    observed.state === "present" ? [sideId] : [],
  );
  const sideIds =
    editors.length > 0 ? [...new Set(editors)] : state.base === null ? holders : holders.slice(0, 1);
  draft.found.push({ fault, sideIds });
}
