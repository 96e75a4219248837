import type { Candidate, CandidateRecord } from "@/lib/db/rows/candidates";
import { ORDER_OVERTAKEN, type SeenIssue } from "@/lib/db/rows/issues";
import { goneLocator } from "@/lib/db/rows/links";
import type { Acknowledged, SideAfter, StoredDecision, StoredOperation } from "@/lib/db/rows/plan-store";
import { acknowledgedAfter } from "@/lib/engine/acknowledge";
import { keyText, matchKey, rowHash } from "@/lib/engine/canonical";
import type { RowDecision, RowIssue, RowState } from "@/lib/engine/row";
import { unreachable } from "@/lib/engine/unreachable";
import { type Cells, type Value, valuesEqual } from "@/lib/engine/value";
import { editSources, type Watch } from "./edit-sources";
import { recordOn, type SideOfRun } from "./row-state";
import { digest } from "./sides";

/** One row's decision in the form in which it is stored; null if nothing moves. */
export interface Decided {
  readonly decision: Omit<StoredDecision, "ordinal" | "chunk"> | null;
  readonly operations: readonly Omit<StoredOperation, "ordinal" | "chunk">[];
  readonly issues: readonly SeenIssue[];
}

export interface DecidedFrom {
  readonly candidate: Candidate;
  readonly state: RowState;
  readonly decision: RowDecision;
  readonly sides: readonly SideOfRun[];
  readonly key: readonly string[];
  readonly normalise: boolean;
  readonly sortedIds: readonly string[];
  readonly watch: Watch;
}

/** Turns the engine's decision into operations and into what each side will have acknowledged. Pure. */
export function storedForm(from: DecidedFrom): Decided {
  const { candidate, decision, state } = from;
  const issues: SeenIssue[] = [...decision.issues, ...unreadCells(from), ...overtaken(from)].map((issue) => ({
    ...issue,
    subject: candidate.key,
    rowId: candidate.rowId,
  }));
  if (decision.outcome === "frozen")
    return { decision: null, operations: [], issues: [...issues, ...frozenIssues(from)] };
  if (decision.outcome === "outside") return { decision: leftScope(from), operations: [], issues };
  const key = decision.cells ? keyText(decision.cells, from.key) : candidate.key;
  if (key === null) {
    const barred = keyNotAllowed(from);
    if (barred.length > 0) return { decision: null, operations: [], issues: barred };
    const sideId = decision.agreed[0] ?? from.sides[0]?.side.definition.id ?? "";
    const message =
      "A part of the row's key was emptied; the row stays as it was until the key is filled again.";
    const place = { sideId, subject: candidate.key, rowId: candidate.rowId, field: null };
    const emptied = { ...place, reason: "empty-key", message };
    return { decision: null, operations: [], issues: [...issues, emptied] };
  }
  const sides = sidesAfter(from);
  const operations = operationsOf(from, key);
  const hash = decision.cells && rowHash(decision.cells, from.sortedIds, digest);
  const moves =
    operations.length > 0 ||
    Object.keys(sides).length > 0 ||
    hash !== (candidate.base?.hash ?? null) ||
    candidate.base?.inScope === false ||
    // An order is carried out, or found overtaken, once.
    (state.order ?? null) !== null;
  if (!moves) return { decision: null, operations: [], issues };
  const stored = {
    rowId: candidate.rowId,
    key,
    matchKey: from.normalise && decision.cells ? matchKey(decision.cells, from.key, true) : null,
    outcome: decision.outcome,
    before: candidate.base?.cells ?? null,
    cells: decision.cells,
    hash,
    origins: decision.origins,
    sides,
  };
  return { decision: stored, operations, issues };
}

/** Where a new row is shown by sides alone that may not set its key: it is nobody's row yet, and left alone. */
function keyNotAllowed({ candidate, sides, key }: DecidedFrom): SeenIssue[] {
  if (candidate.base !== null) return [];
  const showing = sides.filter(({ side }) => recordOn(candidate, side.definition.id)?.state === "present");
  const field = key.find((part) => showing.every(({ side }) => side.directions[part] === "out"));
  if (field === undefined) return [];
  const message =
    "This side may not set the key, so a row that is made here is not taken up. Make it on a side that may; the two are then matched by key.";
  return showing.map(({ side }) => ({
    ...{ sideId: side.definition.id, subject: candidate.key, rowId: null, field },
    ...{ reason: "key-not-allowed", message },
  }));
}

/** A row that leaves the filter stands still from now on: noted once, and nothing of it moves. */
function leftScope({ candidate, decision, state }: DecidedFrom): Decided["decision"] {
  const { base, rowId, key } = candidate;
  // An order for a row that is outside is void, and forgotten.
  if (!base || (!base.inScope && !state.order)) return null;
  const { cells, hash, origins } = base;
  const kept = { rowId, key, matchKey: null, before: cells, cells, hash, origins, sides: {} };
  return { ...kept, outcome: decision.outcome as "outside" };
}

/** What a person ordered for cells that have changed since: it is void, and said so. */
function overtaken({ decision, sides }: DecidedFrom): RowIssue[] {
  const sideId = sides[0]?.side.definition.id ?? "";
  const message =
    decision.outcome === "outside"
      ? "With what was decided on here the row does not pass the registry's filter; it was left as it is."
      : "The value has changed since it was decided on here; it was left as it is. Decide again.";
  return decision.overtaken.map((field) => ({ sideId, field, reason: ORDER_OVERTAKEN, message }));
}

/** Cells that could not be read and whose edits would count: each is left alone everywhere, and said so. */
function unreadCells({ candidate, sides }: DecidedFrom): RowIssue[] {
  return sides.flatMap(({ side }) => {
    const sideId = side.definition.id;
    const record = recordOn(candidate, sideId);
    if (record?.state !== "present") return [];
    return Object.entries(record.unknown ?? {}).flatMap(([field, cause]) =>
      field in side.directions && side.directions[field] !== "out"
        ? [{ sideId, field, ...unreadBecause(cause) }]
        : [],
    );
  });
}

/** Our own codes have sentences here; a connector's cause is one already. */
function unreadBecause(cause: string): { reason: string; message: string } {
  const known = UNREAD[cause];
  const rest = "It is left as it is on every side; the rest of the row is synced.";
  return known === undefined
    ? { reason: "cell-not-readable", message: `This cell could not be read (${cause}). ${rest}` }
    : { reason: cause, message: `${known} ${rest}` };
}

const UNREAD: Readonly<Record<string, string>> = {
  "not-read": "This cell was not among what the side answered.",
  "relation-without-row": "This cell points at a record that is no row of its registry yet.",
  "text-with-null-character": "This text holds a character that Postgres cannot store.",
};

function frozenIssues({ candidate, state, decision }: DecidedFrom): SeenIssue[] {
  return state.sides.flatMap(({ sideId, observed }) =>
    observed.state === "unknown" && !candidate.duplicatedOn.includes(sideId)
      ? [
          {
            sideId,
            subject: candidate.key,
            rowId: candidate.rowId,
            field: null,
            reason: "not-readable",
            message: `${decision.frozenBecause ?? observed.reason} The row is left as it is on every side until it can be read.`,
          },
        ]
      : [],
  );
}

/** Only what changes: a side that holds the base as before, under the same link, needs no line. */
function sidesAfter(from: DecidedFrom): Record<string, SideAfter> {
  const { candidate, decision, state } = from;
  const after: Record<string, SideAfter> = {};
  if (decision.outcome === "deleted") return after;
  for (const own of from.sides) {
    const { side } = own;
    const sideId = side.definition.id;
    const previous = state.sides.find((own) => own.sideId === sideId)?.acknowledged ?? null;
    const link = candidate.links.find((held) => held.sideId === sideId);
    const record = recordOn(candidate, sideId);
    const seen = record?.state === "present" ? record : undefined;
    const form = (cells: Cells | null): Acknowledged =>
      cells && sameOn(side.sortedIds, cells, decision.cells) ? "base" : cells;
    const done = form(acknowledgedAfter(decision, sideId, previous, true));
    const failed = form(acknowledgedAfter(decision, sideId, previous, false));
    const told = decision.writes.some((write) => write.sideId === sideId);
    const open = staysOpen(from, own);
    const locator = locatorAfter(candidate, { own, seen, told });
    const isAsBefore = link
      ? !told &&
        done === "base" &&
        link.acknowledged === null &&
        link.pending === open &&
        link.locator === locator &&
        (!seen || seen.hash === link.hash)
      : !told && done === null;
    if (isAsBefore) continue;
    after[sideId] = {
      done,
      failed,
      locator,
      hash: seen?.hash ?? null,
      open,
    };
  }
  return after;
}

/** Where the row is on the side once the decision is carried out, as far as is known before. */
function locatorAfter(
  { links, rowId, records }: Candidate,
  {
    own: { side },
    seen,
    told,
  }: {
    readonly own: SideOfRun;
    readonly seen: CandidateRecord | undefined;
    readonly told: boolean;
  },
): string | null {
  const sideId = side.definition.id;
  if (seen) return seen.locator;
  const isGone = records.some((record) => record.sideId === sideId && record.state === "absent");
  const keeps = isGone && !told && !side.connector.abilities.stableRecordIds;
  const held = links.find((link) => link.sideId === sideId)?.locator ?? null;
  return held !== null && keeps ? goneLocator(rowId) : held;
}

/**
 * Whether the side goes on showing something else than the merged row: a cell that nobody can read, one that is
 * frozen by another side, or one that waits for a person. It must be seen again in the next run, although the
 * record will not have changed.
 */
function staysOpen({ state, decision }: DecidedFrom, { side, book }: SideOfRun): boolean {
  const sideId = side.definition.id;
  const observed = state.sides.find((own) => own.sideId === sideId)?.observed;
  // Lost here and held all the same (the registry deletes nothing): never equal, and not told anew by a side's changes.
  const write = decision.writes.find((own) => own.sideId === sideId);
  if (observed?.state === "absent") return write === undefined;
  if (observed?.state !== "present") return false;
  if (observed.unknown.length > 0) return true;
  const written = new Set(write?.op === "update" ? write.cells.map((cell) => cell.field) : []);
  return side.sortedIds.some((id) => {
    const [shown, merged] = [observed.cells[id], decision.cells?.[id]];
    if (shown === undefined || merged === undefined || written.has(id)) return false;
    if (valuesEqual(shown, merged)) return false;
    const projected = book.project(side, id, merged);
    return !projected.ok || !valuesEqual(projected.value, shown);
  });
}

function sameOn(ids: readonly string[], a: Cells, b: Cells | null): boolean {
  return ids.every((id) => {
    const [left, right] = [a[id], b?.[id]];
    return left === right || (left !== undefined && right !== undefined && valuesEqual(left, right));
  });
}

function operationsOf(from: DecidedFrom, key: string): Omit<StoredOperation, "ordinal" | "chunk">[] {
  const { candidate, decision, watch } = from;
  const sources = editSources(from, watch);
  return decision.writes.map((write) => {
    // Of a create, the record that is gone: whoever links another one meanwhile has made it needless.
    const linked = candidate.links.find((link) => link.sideId === write.sideId)?.locator ?? null;
    const locator = recordOn(candidate, write.sideId)?.locator ?? linked;
    const place = { rowId: candidate.rowId, key, sideId: write.sideId, op: write.op, sources };
    switch (write.op) {
      case "create":
        return { ...place, locator: linked, before: null, cells: write.cells };
      case "update":
        return { ...place, locator, before: pick(write.cells, "before"), cells: pick(write.cells, "after") };
      case "delete":
        return { ...place, locator, before: write.expect, cells: null };
      default:
        return unreachable(write);
    }
  });
}

const pick = (
  cells: readonly { readonly field: string; readonly before: Value; readonly after: Value }[],
  which: "before" | "after",
): Cells => Object.fromEntries(cells.map((cell) => [cell.field, cell[which]]));
