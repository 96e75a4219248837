import type { Candidate, CandidateRecord } from "@/lib/db/rows/candidates";
import type { EditSource, EditSources } from "@/lib/db/rows/plan-store";
import type { RowDecision, RowState } from "@/lib/engine/row";
import { CLOCK_TOLERANCE_MS } from "@/lib/engine/strategy";
import { type Cells, valuesEqual } from "@/lib/engine/value";
import { type Look, recordOn, type SideOfRun } from "./row-state";

/** What a plan knows of when it saw its sides. */
export interface Watch extends Look {
  /** By side: how long the run had waited for its systems when the side was read. */
  readonly waitedMs: Readonly<Record<string, number>>;
  /** False where rows move because the registry's settings did. */
  readonly seesEdits: boolean;
}

interface Row {
  readonly candidate: Candidate;
  readonly state: RowState;
  readonly decision: RowDecision;
  readonly sides: readonly SideOfRun[];
}

/** The sides on which the row's new values were made, and when, as far as that is known; null = on none. */
export function editSources(row: Row, watch: Watch): EditSources | null {
  const found = row.sides.flatMap((own): [string, EditSource][] => {
    const record = recordOn(row.candidate, own.side.definition.id);
    return record && hasMade(row, own, record) ? [[record.sideId, editOf(row, own, { record, watch })]] : [];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}

/** Whether the side shows what the row becomes and was not, or has lost a row that is deleted. */
function hasMade({ candidate: { base }, decision }: Row, own: SideOfRun, record: CandidateRecord): boolean {
  if (decision.outcome === "deleted") return record.state === "absent";
  if (record.state !== "present" || record.cells === null) return false;
  return Object.entries(record.cells).some(([field, shown]) => {
    const merged = decision.cells?.[field];
    if (merged === undefined || isSame(base?.cells ?? {}, field, merged)) return false;
    if (valuesEqual(shown, merged)) return true;
    const projected = own.book.project(own.side, field, merged);
    return projected.ok && valuesEqual(projected.value, shown);
  });
}

const isSame = (cells: Cells, field: string, value: Cells[string]): boolean => {
  const before = cells[field];
  return before !== undefined && valuesEqual(before, value);
};

/**
 * The time that a side tells is the record's, which may be that of our own write; and one from before everything was last
 * looked at is none of an edit, but of a row that was matched, mapped or decided on just now.
 */
function editOf(
  { candidate, state }: Row,
  { side, fresh }: SideOfRun,
  { record, watch }: { readonly record: CandidateRecord; readonly watch: Watch },
): EditSource {
  const { lastLook, readUntil, waitedMs, seesEdits } = watch;
  const sideId = side.definition.id;
  const seen = readUntil[sideId] ?? 0;
  const unknown = { at: null, told: false, waitedMs: 0 };
  const isOrdered = (state.order ?? null) !== null || Object.keys(state.choices ?? {}).length > 0;
  if (lastLook === null || !seesEdits || fresh.size > 0 || isOrdered) return unknown;
  const writtenAt = candidate.links.find((link) => link.sideId === sideId)?.writtenAt ?? 0;
  const { changedAt, grainMs } = record;
  if (changedAt === null || changedAt <= writtenAt + CLOCK_TOLERANCE_MS)
    return { at: seen, told: false, waitedMs: waitedMs[sideId] ?? 0 };
  if (changedAt + (grainMs ?? 0) + CLOCK_TOLERANCE_MS < lastLook) return unknown;
  return { at: Math.min(changedAt, seen), told: true, waitedMs: 0 };
}
