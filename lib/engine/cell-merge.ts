import {
  type Candidate,
  cellConflict,
  conflictFingerprint,
  judgedOrigin,
  latest,
  originOf,
  type Verdict,
} from "./conflict";
import { type Edit, editOf } from "./edit";
import type { PreparedField, PreparedRules } from "./prepare";
import { holds } from "./projection";
import type { Choice, Conflict, Origin, RowState } from "./row";
import { isSet, mergeSets } from "./set-merge";
import { byHash, decide } from "./strategy";
import { type Value, valuesEqual } from "./value";
import { type SideView, shownCell, votesOn } from "./view";

const FIRST_SYNC = "first sync";
const PERSON = "person";

/**
 * What becomes of one cell. `value` undefined = the cell keeps what it has everywhere this run: frozen (a
 * side's value is not known), open (a person must choose), or without any source.
 */
export interface CellOutcome {
  readonly field: string;
  readonly value: Value | undefined;
  readonly origin: Origin | null;
  readonly frozen: boolean;
  readonly conflict: Conflict | null;
  /** Sides that show an edit, valid or not. */
  readonly changedOn: readonly string[];
  /** Sides whose invalid edit stands: nobody else changed the cell, so it is neither written over nor agreed to. */
  readonly asideOn: readonly string[];
  /** Whatever lost is beaten for good: a side that could not be told is told again, not weighed again. */
  readonly isFinal: boolean;
  /** The value is one that a person ordered. */
  readonly isOrdered: boolean;
}

/** A row of which every cell has been merged for itself. */
export interface MergedCells {
  readonly state: RowState;
  readonly views: readonly SideView[];
  readonly outcomes: readonly CellOutcome[];
  readonly rules: PreparedRules;
}

/** Merges one cell of all sides against the base; `state.base[field]` undefined = it was never merged before. */
export function mergeCell(
  field: PreparedField,
  views: readonly SideView[],
  state: RowState,
  rules: PreparedRules,
): CellOutcome {
  const base = state.base?.[field.id];
  const origin = state.origins[field.id] ?? null;
  const kept: CellOutcome = {
    field: field.id,
    value: base,
    origin,
    frozen: false,
    conflict: null,
    changedOn: [],
    asideOn: [],
    isFinal: false,
    isOrdered: false,
  };
  const edits: Edit[] = [];
  let voters = 0;
  for (const view of views) {
    if (!votesOn(view, field.id)) continue;
    voters++;
    const shown = shownCell(view, field.id);
    if (shown === undefined) return { ...kept, value: undefined, frozen: true };
    const edit = editOf(field.id, view, shown, base);
    if (edit !== null) edits.push(edit);
  }
  if (voters === 0) return kept;
  if (edits.length === 0) return { ...kept, value: base ?? null };
  return {
    ...kept,
    ...settle(edits, { field, base, origin, views, rules, choice: state.choices?.[field.id] }),
  };
}

/** A cell that some side edited. */
interface Context {
  readonly field: PreparedField;
  readonly base: Value | undefined;
  readonly origin: Origin | null;
  readonly views: readonly SideView[];
  readonly rules: PreparedRules;
  readonly choice: Choice | undefined;
}

type Settled = Pick<CellOutcome, "value" | "origin" | "conflict">;

/** Valid edits are settled; invalid ones stand aside, or are written over where the cell changes without them. */
function settle(edits: readonly Edit[], context: Context): Partial<CellOutcome> {
  const { field, base } = context;
  const valid = edits.filter((edit) => edit.isValid);
  const invalid = edits.filter((edit) => !edit.isValid);
  const settled = settleValid(valid, invalid, context);
  const { value } = settled;
  const changedOn = idsOf(edits);
  if (!isMoved(value, base)) {
    return { ...settled, changedOn, asideOn: idsOf(invalid), isFinal: isFinal(settled.conflict) };
  }
  const beaten = invalid.filter((edit) => !holds(edit.view.side.rules, field.id, value, edit.value));
  const isUntold = beaten.length > 0 && settled.conflict === null;
  const conflict = isUntold ? cellConflict(field.id, base ?? null, edits, byRules(value)) : settled.conflict;
  return {
    ...settled,
    conflict,
    changedOn,
    asideOn: [],
    isFinal: beaten.length > 0 || isFinal(conflict),
  };
}

const byRules = (winner: Value): Verdict => ({ winner, decidedBy: "validation" });

/** A cell that was edited stays as it was if it is open, if its edits are invalid, or if the base's value won. */
function isMoved(value: Value | undefined, base: Value | undefined): value is Value {
  return value !== undefined && (base === undefined || !valuesEqual(base, value));
}

function settleValid(valid: readonly Edit[], invalid: readonly Edit[], context: Context): Settled {
  const { field, base } = context;
  if (valid.length === 0) return { value: base, origin: context.origin, conflict: null };
  if (isUnion(valid, context)) {
    const value = mergeSets(field.id, base ?? null, valid.map(setChange));
    return { value, origin: latest(valid), conflict: null };
  }
  const rivals = isContested(valid, base) ? baseCandidates(context) : [];
  if (rivals.length === 0) {
    const value = commonValue(field.id, valid, context.rules);
    if (value !== undefined) return { value, origin: originOf(value, valid), conflict: null };
  }
  const candidates = [...valid, ...rivals];
  const verdict = judge(candidates, invalid, context);
  const { winner } = verdict;
  const isBeaten = winner === undefined || isMoved(winner, base);
  const all = isBeaten ? [...candidates, ...invalid] : candidates;
  const origin = winner === undefined ? null : judgedOrigin(candidates);
  return { value: winner, origin, conflict: cellConflict(field.id, base ?? null, all, verdict) };
}

/** Sets unite, unless a first sync is to take one side's. */
function isUnion(edits: readonly Edit[], context: Context): boolean {
  const { field, base } = context;
  const values = edits.flatMap((edit) => [edit.value, edit.acknowledged]);
  return field.isSet && areSets([base, ...values]) && firstWinner(edits, context) === undefined;
}

/** A field that became a set keeps scalar values in its base and its acknowledged cells until they are merged. */
function areSets(values: readonly (Value | undefined)[]): boolean {
  return values.every((value) => value === null || value === undefined || isSet(value));
}

function setChange({ view, value, acknowledged }: Edit) {
  return { side: view.side.rules, shown: value, acknowledged };
}

/**
 * Whether the base's value is at stake itself: every edit was made on another version and would overwrite what
 * it never saw. One edit that was made on the base has taken the base's place, and stands for it.
 */
function isContested(edits: readonly Edit[], base: Value | undefined): boolean {
  if (base === undefined) return false;
  return edits.every(({ acknowledged }) =>
    acknowledged === undefined ? base !== null : !valuesEqual(acknowledged, base),
  );
}

/** The base's value as a rival, once for each side that holds it. */
function baseCandidates({ field, views, origin, ...context }: Context): readonly Candidate[] {
  const base = context.base ?? null;
  const holders = views.filter((view) => {
    if (!votesOn(view, field.id)) return false;
    const shown = shownCell(view, field.id);
    return shown !== undefined && holds(view.side.rules, field.id, base, shown);
  });
  if (holders.length === 0) return [{ sideId: null, value: base, origin }];
  return holders.map((view) => ({ sideId: view.side.sideId, value: base, origin }));
}

/**
 * The one value that all edits mean: every side that changed shows it as well as it can. Where several do
 * (each side loses something else), the hash picks, so that the order of sides does not matter.
 */
function commonValue(fieldId: string, edits: readonly Edit[], rules: PreparedRules): Value | undefined {
  const common = edits.filter((one) =>
    edits.every((other) => holds(other.view.side.rules, fieldId, one.value, other.value)),
  );
  const [first] = common;
  if (first === undefined) return undefined;
  return common.every(({ value }) => valuesEqual(value, first.value))
    ? first.value
    : byHash(common, rules.rules);
}

/**
 * A person's choice holds for exactly the disagreement it was made on, of which invalid edits are a part though
 * they cannot win; then the side that wins a first sync; then the strategy.
 */
function judge(candidates: readonly Candidate[], invalid: readonly Candidate[], context: Context): Verdict {
  const { field, choice } = context;
  const { rules } = context.rules;
  if (choice !== undefined) {
    const verdict = { winner: choice.value, decidedBy: PERSON };
    const conflict = cellConflict(field.id, context.base ?? null, [...candidates, ...invalid], verdict);
    if (conflictFingerprint(conflict, rules.digest) === choice.conflict) return verdict;
  }
  const first = firstWinner(candidates, context);
  if (first !== undefined) return { winner: first.value, decidedBy: FIRST_SYNC };
  return decideAmongAgreed(candidates, context);
}

/** What the side shows whose value stands where a cell was never merged before, or where its field is mapped anew. */
function firstWinner(candidates: readonly Candidate[], { field, base }: Context): Candidate | undefined {
  const winner = field.filledFrom ?? (base === undefined ? field.winner : null);
  return winner === null ? undefined : candidates.find(({ sideId }) => sideId === winner);
}

/** Where a field is filled, a value that stood in a column before it was mapped does not compete with what was agreed on. */
function decideAmongAgreed(candidates: readonly Candidate[], { field, rules }: Context): Verdict {
  const agreed = field.filledFrom === null ? candidates : candidates.filter((one) => !isNew(one));
  const [first, ...others] = agreed;
  if (first === undefined) return decide(candidates, field, rules.rules);
  const isOne =
    agreed.length < candidates.length && others.every(({ value }) => valuesEqual(value, first.value));
  return isOne ? { winner: first.value, decidedBy: FIRST_SYNC } : decide(agreed, field, rules.rules);
}

/** An edit where nothing was ever agreed on; what stands for the base is none. */
const isNew = (candidate: Candidate | Edit): boolean =>
  "acknowledged" in candidate && candidate.acknowledged === undefined;

/**
 * What is decided is not weighed again because a side could not be told at once: the loser is in the record, and the
 * time that its side tells is the record's, which another cell may have moved since.
 */
function isFinal(conflict: Conflict | null): boolean {
  return conflict?.kind === "cell" && conflict.resolved;
}

function idsOf(edits: readonly Edit[]): readonly string[] {
  return edits.map((edit) => edit.sideId);
}
