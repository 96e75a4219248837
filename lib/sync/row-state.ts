import type { Candidate, CandidateLink, CandidateRecord } from "@/lib/db/rows/candidates";
import type { Observed, Origin, RowState, SideState } from "@/lib/engine/row";
import type { Cells, Value } from "@/lib/engine/value";
import type { Ordered } from "./orders";
import type { ReferenceBook } from "./relations";
import type { OpenSide } from "./sides";

/** When the sides were looked at: the bounds of what an unseen edit's time can be. Epoch ms. */
export interface Look {
  /** The last run that saw everything began then; null before the first. */
  readonly lastLook: number | null;
  readonly readUntil: Readonly<Record<string, number>>;
}

export interface SideOfRun {
  readonly side: OpenSide;
  readonly book: ReferenceBook;
}

/** What the engine is told of one row: its base, and of each side what it acknowledged and what it shows now. */
export function rowStateOf(
  candidate: Candidate,
  sides: readonly SideOfRun[],
  { look, ordered }: { readonly look: Look; readonly ordered: Ordered | undefined },
): RowState {
  return {
    rowId: candidate.rowId,
    base: candidate.base?.cells ?? null,
    origins: candidate.base?.origins ?? {},
    sides: sides.map((side) => sideStateOf(candidate, side, look)),
    ...ordered,
  };
}

function sideStateOf(candidate: Candidate, { side, book }: SideOfRun, look: Look): SideState {
  const sideId = side.definition.id;
  const link = candidate.links.find((held) => held.sideId === sideId);
  const acknowledged = link ? (link.acknowledged ?? candidate.base?.cells ?? null) : null;
  const record = recordOn(candidate, sideId);
  const after = link ? seenUnchangedAt(link, look) : 0;
  const origin = originOf(record, after, look.readUntil[sideId] ?? after);
  return { sideId, acknowledged, observed: observed() };

  function observed(): Observed {
    if (candidate.duplicatedOn.includes(sideId))
      return unreadable("Its key is held by more than one record.");
    if (!record) return link ? unreadable("It was not seen and could not be looked up.") : { state: "never" };
    switch (record.state) {
      case "present":
        return {
          state: "present",
          cells: record.cells ?? asAcknowledged(acknowledged),
          unknown: Object.keys(record.unknown ?? {}),
          origin,
        };
      case "absent":
        return { state: "absent", origin };
      case "duplicate":
        return unreadable("Its key is held by more than one record.");
      case "keyless":
        return unreadable("Its key is empty.");
      case "waiting":
        return unreadable("Its key belongs to another row until the next run.");
      case "collision":
        return unreadable("Its key exists elsewhere, and this side's records are not matched by key.");
      case "excluded":
        return unreadable("A person keeps its record out of the registry.");
      case "renamed":
        return unreadable("Its key was changed.");
      case "unknown":
        return unreadable(record.unknown?.[""] ?? "It could not be read.");
    }
  }

  function asAcknowledged(cells: Cells | null): Cells {
    const shown: Record<string, Value> = {};
    for (const id of side.sortedIds) {
      const value = cells?.[id];
      if (value === undefined) continue;
      const projected = book.project(side, id, value);
      shown[id] = projected.ok ? projected.value : value;
    }
    return shown;
  }
}

/** A look at everything says nothing of a record about which it left something open: it may have changed before. */
const seenUnchangedAt = ({ pending, seenAt }: CandidateLink, { lastLook }: Look): number =>
  pending ? seenAt : Math.max(seenAt, lastLook ?? 0);

const unreadable = (reason: string): Observed => ({ state: "unknown", reason });

/** A live record speaks for the row before one that is gone: it was found again under the same key. */
export function recordOn(candidate: Candidate, sideId: string): CandidateRecord | undefined {
  const records = candidate.records.filter((record) => record.sideId === sideId);
  return records.find((record) => record.state === "present") ?? records[0];
}

function originOf(record: CandidateRecord | undefined, after: number, readUntil: number): Origin | null {
  if (!record) return null;
  const before = record.changedAt === null ? readUntil : record.changedAt + (record.grainMs ?? 0);
  const from = record.changedAt === null ? after : Math.max(after, record.changedAt);
  return { after: Math.min(from, before), before };
}
