import type { Candidate } from "@/lib/db/rows/candidates";
import type { FoundConflict } from "@/lib/db/rows/conflicts";
import type { SeenIssue } from "@/lib/db/rows/issues";
import { conflictFingerprint } from "@/lib/engine/conflict";
import type { Conflict } from "@/lib/engine/row";
import type { Draft } from "./draft";
import { recordOn } from "./row-state";
import { digest } from "./sides";

/** Every cell that counts was read, and the row goes on: what leaves or stands still has agreed on nothing. */
export const isWhole = ({ state, decision }: Draft): boolean =>
  decision.outcome === "merged" &&
  state.sides.every(({ observed }) => observed.state !== "present" || observed.unknown.length === 0);

/** The row's conflicts, each under the fingerprint that a person's choice is bound to. */
export function conflictsOf({ candidate, decision }: Draft): FoundConflict[] {
  if (decision.outcome === "frozen") return [];
  return decision.conflicts.map((conflict) => ({
    rowId: candidate.rowId,
    key: candidate.key,
    fingerprint: conflictFingerprint(conflict, digest),
    conflict: attributed(conflict, candidate),
  }));
}

/** Says of each value who changed the record last, by the side's own id; the name comes after the plan. */
function attributed(conflict: Conflict, candidate: Candidate): Conflict {
  if (conflict.kind !== "cell") return conflict;
  const candidates = conflict.candidates.map((own) => ({
    ...own,
    by: recordOn(candidate, own.sideId)?.changedBy ?? null,
  }));
  return { ...conflict, candidates };
}

/** What the rules found, one line for each side that shows it. A row that was not taken up has no id to keep. */
export function ruleIssues({ candidate, found }: Draft): SeenIssue[] {
  return found.flatMap(({ fault: { field, fields, reason, message, severity }, sideIds }) =>
    sideIds.map((sideId) => ({
      sideId,
      subject: candidate.key,
      rowId: candidate.base ? candidate.rowId : null,
      field,
      reason,
      message,
      severity,
      records: shownOn(candidate, sideId, fields),
    })),
  );
}

/** The side's record with the cells that the rule looked at, for whoever is to mend them. */
function shownOn(candidate: Candidate, sideId: string, fields: readonly string[]): object[] {
  const record = recordOn(candidate, sideId);
  const cells = Object.entries(record?.cells ?? {}).filter(([field]) => fields.includes(field));
  return record ? [{ locator: record.locator, cells: Object.fromEntries(cells) }] : [];
}
