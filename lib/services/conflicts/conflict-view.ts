import { createHash } from "node:crypto";
import type { Caller } from "@/lib/auth/policy";
import { hasPermission } from "@/lib/auth/policy";
import type { RegistryDefinition } from "@/lib/db/registries";
import type { ConflictLine, PendingChoice } from "@/lib/db/rows/browse-conflicts";
import { CLOCK_TOLERANCE_MS, decide } from "@/lib/engine/strategy";
import { type Value, valuesEqual } from "@/lib/engine/value";
import { publicId } from "@/lib/ids";
import { mayDecideField } from "../registries/field-access";
import type { CellAt, ReadableValue } from "../rows/relation-keys";

/** One side's value, who gave it and when: after `after` (last seen otherwise) and not later than `before`. */
export interface CandidateView {
  readonly side: string;
  readonly value: Value;
  readonly by: string | null;
  readonly after: string | null;
  readonly before: string | null;
}

export interface ChoiceView {
  readonly value: Value;
  /** The side whose value it is; null for the value before, or another one. */
  readonly side: string | null;
  readonly by: { readonly type: string; readonly ref: string };
  readonly at: string;
}

export interface ConflictView {
  readonly id: string;
  readonly registryId: string;
  readonly runId: string;
  readonly rowId: string;
  readonly key: readonly string[];
  readonly kind: string;
  readonly field: string | null;
  readonly base: Value;
  readonly candidates: readonly CandidateView[];
  readonly deletedOn: readonly string[];
  readonly editedOn: readonly string[];
  readonly winner: Value;
  readonly resolved: boolean;
  readonly decidedBy: string;
  readonly at: string;
  /** What the cell is now; null also for a row that is gone. */
  readonly current: Value;
  /** What the last write would come to, while a person must choose. */
  readonly proposal: { readonly side: string; readonly value: Value; readonly decidedBy: string } | null;
  /** What was decided and waits for a run. */
  readonly choice: ChoiceView | null;
  readonly canResolve: boolean;
}

/** The values of a conflict that name other rows where the field is a relation. */
export function valuesOf({ field, detail, current, choice, wish }: ConflictLine): CellAt[] {
  const own = [detail.base, detail.winner, ...(detail.candidates ?? []).map(({ value }) => value)];
  const now = [current, choice?.value, wish?.value];
  return [...own, ...now].map((value) => [field ?? "", value ?? null]);
}

export function conflictView(
  line: ConflictLine,
  { caller, registry, readable }: { caller: Caller; registry: RegistryDefinition; readable: ReadableValue },
): ConflictView {
  const { detail, field } = line;
  const shown = (value: Value | undefined): Value => readable(field ?? "", value ?? null);
  const choiceView = ({ value, side, by, at }: PendingChoice): ChoiceView => ({
    value: shown(value),
    side: side && publicId("sid", side),
    by,
    at: new Date(at).toISOString(),
  });
  const proposal = proposalOf(line);
  const choice = line.choice ?? line.wish;
  return {
    id: publicId("cnf", line.id),
    registryId: publicId("reg", line.registryId),
    runId: publicId("run", line.runId),
    rowId: publicId("row", line.rowId),
    key: JSON.parse(line.key) as string[],
    kind: line.kind,
    field: field && (registry.fields.find(({ id }) => id === field)?.name ?? field),
    base: shown(detail.base),
    candidates: candidatesOf(line, shown),
    deletedOn: (detail.deletedOn ?? []).map((id) => publicId("sid", id)),
    editedOn: (detail.editedOn ?? []).map((id) => publicId("sid", id)),
    winner: shown(detail.winner),
    resolved: line.resolved,
    decidedBy: line.decidedBy,
    at: line.at.toISOString(),
    current: shown(line.current),
    proposal: proposal && { ...proposal, value: shown(proposal.value) },
    choice: choice && choiceView(choice),
    canResolve: canResolve(line, caller, registry),
  };
}

function candidatesOf({ detail, at }: ConflictLine, shown: (value: Value) => Value): CandidateView[] {
  // A side that tells the minute alone, or whose clock is ahead, would have it written after we read it.
  const notLater = (ms: number): string => new Date(Math.min(ms, at.getTime())).toISOString();
  return (detail.candidates ?? []).map(({ sideId, value, person, origin }) => ({
    side: publicId("sid", sideId),
    value: shown(value),
    by: person ?? null,
    after: origin && origin.after > 0 ? notLater(origin.after) : null,
    before: origin ? notLater(origin.before) : null,
  }));
}

function canResolve(line: ConflictLine, caller: Caller, registry: RegistryDefinition): boolean {
  if (line.kind !== "cell" || line.field === null) return false;
  if (line.resolved && !line.isHere) return false;
  return hasPermission(caller, "conflict:resolve") && mayDecideField(caller, registry, line.field);
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The default strategy's verdict, for somebody who has no other ground to decide on. */
function proposalOf({ kind, resolved, detail: { candidates = [] } }: ConflictLine) {
  if (kind !== "cell" || resolved) return null;
  const weighed = candidates.map(({ origin, ...own }) => ({ ...own, origin: origin ?? null }));
  const rules = { clockToleranceMs: CLOCK_TOLERANCE_MS, digest };
  const { winner, decidedBy } = decide(weighed, { strategy: "last-write-wins", authority: null }, rules);
  const source = weighed.find(({ value }) => winner !== undefined && valuesEqual(value, winner));
  return source ? { side: publicId("sid", source.sideId), value: source.value, decidedBy } : null;
}
