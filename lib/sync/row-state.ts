import type { Candidate, CandidateRecord } from "@/lib/db/rows/candidates";
import type { Observed, Origin, RowState, SideState } from "@/lib/engine/row";
import { CLOCK_TOLERANCE_MS } from "@/lib/engine/strategy";
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
  /** Fields that are mapped anew: nothing was ever agreed on in these cells. */
  readonly fresh: ReadonlySet<string>;
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

function sideStateOf(candidate: Candidate, { side, book, fresh }: SideOfRun, look: Look): SideState {
  const sideId = side.definition.id;
  const link = candidate.links.find((held) => held.sideId === sideId);
  const acknowledged = link ? (link.acknowledged ?? candidate.base?.cells ?? null) : null;
  const record = recordOn(candidate, sideId);
  // What is open about a record may have been seen before, and not been decided; what is mapped anew may be of any age.
  // And what a side's index did not show yet may have been written for as long before the last look.
  const seenUntil = Math.max(0, (look.lastLook ?? 0) - side.connector.abilities.lookupLagMs);
  const after = link && !link.pending && fresh.size === 0 ? seenUntil : 0;
  const origin = originOf(record, {
    after,
    readUntil: look.readUntil[sideId] ?? after,
    writtenUntil: link?.writtenAt ?? 0,
  });
  return { sideId, acknowledged: acknowledged && without(acknowledged, fresh), observed: observed() };

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
        // Another run has made a record since this one looked: what is gone is the one before it.
        if (link && link.locator !== record.locator)
          return unreadable("It was made after the side was read.");
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

const without = (cells: Cells, fields: ReadonlySet<string>): Cells =>
  fields.size === 0 ? cells : Object.fromEntries(Object.entries(cells).filter(([id]) => !fields.has(id)));

const unreadable = (reason: string): Observed => ({ state: "unknown", reason });

/** A live record speaks for the row before one that is gone: it was found again under the same key. */
export function recordOn(candidate: Candidate, sideId: string): CandidateRecord | undefined {
  const records = candidate.records.filter((record) => record.sideId === sideId);
  return records.find((record) => record.state === "present") ?? records[0];
}

interface Bounds {
  readonly after: number;
  readonly readUntil: number;
  /** Our last write to the record came no later; 0 = there was none. */
  readonly writtenUntil: number;
}

/**
 * When what the record shows came to be. The time that a side tells is the record's: it is the end of it, and its
 * beginning only where the last change was not our own.
 */
function originOf(record: CandidateRecord | undefined, bounds: Bounds): Origin | null {
  if (!record) return null;
  const { after, readUntil, writtenUntil } = bounds;
  const { changedAt } = record;
  const before = changedAt === null ? readUntil : changedAt + (record.grainMs ?? 0);
  const isOurs = changedAt !== null && changedAt <= writtenUntil + CLOCK_TOLERANCE_MS;
  const told = changedAt === null || isOurs ? 0 : changedAt;
  // A time from before the last look is that of a record which stood beside the row's then, and was not looked at.
  return { after: before < after ? told : Math.max(after, told), before };
}
