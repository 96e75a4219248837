import {
  type Candidate,
  cellConflict,
  conflictFingerprint,
  judgedOrigin,
  latest,
  originOf,
  type Verdict,
} from "./conflict";
import type { PreparedField, PreparedRules } from "./prepare";
import { holds } from "./projection";
import type { Conflict, Origin, RowState } from "./row";
import { isSet, mergeSets } from "./set-merge";
import { byHash, decide } from "./strategy";
import { type Value, valuesEqual } from "./value";
import { type SideView, shownCell, votesOn } from "./view";

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
  readonly changedOn: readonly string[];
}

/** A side's edit: it shows neither the base nor what it acknowledged. */
interface Change extends Candidate {
  readonly view: SideView;
  readonly acknowledged: Value | undefined;
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
  const kept = { field: field.id, value: base, origin, frozen: false, conflict: null, changedOn: [] };
  const changes: Change[] = [];
  let voters = 0;
  for (const view of views) {
    if (!votesOn(view, field.id)) continue;
    voters++;
    const shown = shownCell(view, field.id);
    if (shown === undefined) return { ...kept, value: undefined, frozen: true };
    const change = changeOf(field.id, view, shown, base);
    if (change !== null) changes.push(change);
  }
  if (voters === 0) return kept;
  if (changes.length === 0) return { ...kept, value: base ?? null };
  return { ...kept, ...settle(field, changes, { views, state, rules }) };
}

function changeOf(fieldId: string, view: SideView, shown: Value, base: Value | undefined): Change | null {
  const side = view.side.rules;
  if (base !== undefined && holds(side, fieldId, base, shown)) return null;
  // A lost base leaves nothing to compare with, whatever the side had acknowledged.
  const acknowledged = base === undefined ? undefined : view.acknowledged?.[fieldId];
  if (acknowledged === undefined) {
    // Nothing was ever agreed here, so an empty cell is no edit.
    if (shown === null) return null;
  } else if (holds(side, fieldId, acknowledged, shown)) return null;
  return { sideId: side.sideId, value: shown, origin: view.origin, view, acknowledged };
}

interface Context {
  readonly views: readonly SideView[];
  readonly state: RowState;
  readonly rules: PreparedRules;
}

type Settled = Pick<CellOutcome, "value" | "origin" | "conflict" | "changedOn">;

function settle(field: PreparedField, changes: readonly Change[], context: Context): Settled {
  const base = context.state.base?.[field.id];
  const changedOn = changes.map((change) => change.view.side.sideId);
  if (field.isSet && areSets([base, ...changes.flatMap((change) => [change.value, change.acknowledged])])) {
    const value = mergeSets(field.id, base ?? null, changes.map(setChange));
    return { value, origin: latest(changes), conflict: null, changedOn };
  }
  const rivals = isContested(changes, base) ? baseCandidates(field.id, context) : [];
  if (rivals.length === 0) {
    const value = commonValue(field.id, changes, context.rules);
    if (value !== undefined) return { value, origin: originOf(value, changes), conflict: null, changedOn };
  }
  const candidates = [...changes, ...rivals];
  const verdict = judge(field, candidates, context);
  const conflict = cellConflict(field.id, base ?? null, candidates, verdict);
  const origin = verdict.winner === undefined ? null : judgedOrigin(candidates);
  return { value: verdict.winner, origin, conflict, changedOn };
}

/** A field that became a set keeps scalar values in its base and its acknowledged cells until they are merged. */
function areSets(values: readonly (Value | undefined)[]): boolean {
  return values.every((value) => value === null || value === undefined || isSet(value));
}

function setChange(change: Change) {
  return { side: change.view.side.rules, shown: change.value, acknowledged: change.acknowledged };
}

/**
 * Whether the base's value is at stake itself: every edit was made on another version and would overwrite what
 * it never saw. One edit that was made on the base has taken the base's place, and stands for it.
 */
function isContested(changes: readonly Change[], base: Value | undefined): boolean {
  if (base === undefined) return false;
  return changes.every(({ acknowledged }) =>
    acknowledged === undefined ? base !== null : !valuesEqual(acknowledged, base),
  );
}

/** The base's value as a rival, once for each side that holds it. */
function baseCandidates(fieldId: string, { views, state }: Context): readonly Candidate[] {
  const base = state.base?.[fieldId] ?? null;
  const origin = state.origins[fieldId] ?? null;
  const holders = views.filter((view) => {
    if (!votesOn(view, fieldId)) return false;
    const shown = shownCell(view, fieldId);
    return shown !== undefined && holds(view.side.rules, fieldId, base, shown);
  });
  if (holders.length === 0) return [{ sideId: null, value: base, origin }];
  return holders.map((view) => ({ sideId: view.side.sideId, value: base, origin }));
}

/**
 * The one value that all edits mean: every side that changed shows it as well as it can. Where several do
 * (each side loses something else), the hash picks, so that the order of sides does not matter.
 */
function commonValue(fieldId: string, changes: readonly Change[], rules: PreparedRules): Value | undefined {
  const common = changes.filter((one) =>
    changes.every((other) => holds(other.view.side.rules, fieldId, one.value, other.value)),
  );
  const [first] = common;
  if (first === undefined) return undefined;
  return common.every(({ value }) => valuesEqual(value, first.value))
    ? first.value
    : byHash(common, rules.rules);
}

/** A person's choice holds for exactly the disagreement it was made on; otherwise the strategy decides. */
function judge(field: PreparedField, candidates: readonly Candidate[], context: Context): Verdict {
  const { rules } = context.rules;
  const choice = context.state.choices?.[field.id];
  if (choice !== undefined) {
    const verdict = { winner: choice.value, decidedBy: "person" };
    const conflict = cellConflict(field.id, context.state.base?.[field.id] ?? null, candidates, verdict);
    if (conflictFingerprint(conflict, rules.digest) === choice.conflict) return verdict;
  }
  return decide(candidates, field.strategy, rules);
}
