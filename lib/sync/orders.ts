import "server-only";
import type { Candidate } from "@/lib/db/rows/candidates";
import { ORDER_OVERTAKEN, type SeenIssue } from "@/lib/db/rows/issues";
import type { PastRow, RunVersion } from "@/lib/db/rows/orders";
import type { RunTransaction } from "@/lib/db/run-store";
import type { RunRequest } from "@/lib/db/runs";
import type { Choice, RowOrder } from "@/lib/engine/row";
import { isWriting } from "@/lib/engine/run-advance";
import { type Cells, type Value, valuesEqual } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import type { RunSession } from "./session";

/** What people have decided about rows: their choices on conflicts, their orders, and what this run is asked for. */
export interface Ordered {
  readonly choices: Readonly<Record<string, Choice>>;
  readonly order: RowOrder | null;
}

/** The orders that bear on one run, looked up slice by slice. */
export class Orders {
  private constructor(
    private readonly place: { registryId: string; runId: string; isWriting: boolean },
    private readonly request: RunRequest,
    /** The rows that the run's request concerns. */
    readonly rowIds: readonly string[],
  ) {}

  static async of(tx: RunTransaction, { registry, run }: RunSession): Promise<Orders> {
    const place = { registryId: registry.id, runId: run.id, isWriting: isWriting(run.kind) };
    return new Orders(place, run.request, await requestedRows(tx, registry.id, run.request));
  }

  /** Sides that are put back to the base for the rows of a rejected plan; empty for other runs. */
  get putBackOn(): readonly string[] {
    return this.request.kind === "put-back" ? this.request.sideIds : [];
  }

  /** Orders for rows that have gone since are forgotten, and said to be void. A run that writes nothing leaves them. */
  async voidOfGone(tx: RunTransaction, sideId: string): Promise<SeenIssue[]> {
    if (!this.place.isWriting) return [];
    const message = "The row was deleted after this was decided on, so nothing came of the decision.";
    const gone = await tx.dropWishesOfGone(this.place.registryId);
    return gone.flatMap(({ key: subject, fields }) =>
      fields.map((field) => ({ sideId, subject, rowId: null, field, reason: ORDER_OVERTAKEN, message })),
    );
  }

  async load(tx: RunTransaction, candidates: readonly Candidate[]): Promise<Map<string, Ordered>> {
    const rowIds = candidates.map((candidate) => candidate.rowId);
    const orders = await this.requested(tx, new Map(candidates.map((one) => [one.rowId, one])));
    for (const wish of await tx.takeWishes(this.place, rowIds)) {
      const order = orders.get(wish.rowId) ?? { cells: {}, keep: false, remove: null };
      orders.set(wish.rowId, {
        ...order,
        cells: { ...wish.cells, ...order.cells },
        keep: order.keep || wish.keep,
      });
    }
    const choices = Map.groupBy(await tx.choicesOf(this.place.registryId, rowIds), (choice) => choice.rowId);
    const found = new Map<string, Ordered>();
    for (const rowId of new Set([...orders.keys(), ...choices.keys()])) {
      const own = (choices.get(rowId) ?? []).map(
        ({ field, fingerprint, value }) => [field, { conflict: fingerprint, value }] as const,
      );
      found.set(rowId, { choices: Object.fromEntries(own), order: orders.get(rowId) ?? null });
    }
    return found;
  }

  private async requested(
    tx: RunTransaction,
    candidates: ReadonlyMap<string, Candidate>,
  ): Promise<Map<string, RowOrder>> {
    const { request } = this;
    const rowIds = [...candidates.keys()];
    const now = (rowId: string): RowNow => nowOf(candidates.get(rowId));
    const { registryId } = this.place;
    switch (request.kind) {
      case "plain":
      case "proposal":
      case "put-back":
        return new Map();
      case "undo": {
        const versions = await tx.versionsOfRun({ registryId, runId: request.runId }, rowIds);
        return collected(versions, (version) => undoOf(version, now(version.rowId).base));
      }
      case "restore-at": {
        const past = await tx.rowsAt({ registryId, at: new Date(request.at) }, rowIds);
        return collected(past, (row) => restoreOf(row, now(row.rowId)));
      }
      case "restore-row": {
        const { rowId, version } = request;
        if (!rowIds.includes(rowId)) return new Map();
        const past = await tx.rowVersion({ registryId, rowId }, version);
        if (!past) throw new AppError("not-found", "The row has no such version.");
        return collected([{ rowId, cells: past.cells }], (row) => restoreOf(row, now(rowId)));
      }
      default:
        return request satisfies never;
    }
  }
}

async function requestedRows(
  tx: RunTransaction,
  registryId: string,
  request: RunRequest,
): Promise<readonly string[]> {
  switch (request.kind) {
    case "plain":
    case "proposal":
      return [];
    case "put-back":
      return tx.rowsOfPlan(request.runId);
    case "undo":
      return tx.rowsOfRun({ registryId, runId: request.runId });
    case "restore-at":
      return tx.rowsChangedSince(registryId, new Date(request.at));
    case "restore-row":
      return [request.rowId];
    default:
      return request satisfies never;
  }
}

function collected<T extends { readonly rowId: string }>(
  list: readonly T[],
  orderOf: (one: T) => RowOrder | null,
): Map<string, RowOrder> {
  const orders = new Map<string, RowOrder>();
  for (const one of list) {
    const order = orderOf(one);
    if (order) orders.set(one.rowId, order);
  }
  return orders;
}

/** Back to what it was before the run, cell by cell, only while it is as the run left it. */
export function undoOf({ before, after, createdOn }: RunVersion, base: Cells | null): RowOrder | null {
  if (after === null) {
    // It has come back since, or there is nothing to bring back.
    if (base !== null || before === null) return null;
    return { cells: asOrdered(before), keep: true, remove: null };
  }
  if (before === null) {
    // Nothing was created for a row that was only found to be the same on its sides.
    return createdOn.length === 0
      ? null
      : { cells: {}, keep: false, remove: { sides: createdOn, expect: after } };
  }
  const cells: Record<string, { value: Value; expect: Value }> = {};
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, made] = [before[field] ?? null, after[field] ?? null];
    if (!valuesEqual(old, made)) cells[field] = { value: old, expect: made };
  }
  return { cells, keep: false, remove: null };
}

/** A row as it is before the run. */
export interface RowNow {
  readonly base: Cells | null;
  /** What sides show otherwise than the base, and what they acknowledged otherwise. */
  readonly shown: readonly Cells[];
}

const nowOf = (candidate: Candidate | undefined): RowNow => ({
  base: candidate?.base?.cells ?? null,
  shown: [
    ...(candidate?.records ?? []).flatMap(({ state, cells }) =>
      state === "present" && cells ? [cells] : [],
    ),
    ...(candidate?.links ?? []).flatMap(({ acknowledged }) => (acknowledged ? [acknowledged] : [])),
  ],
});

/**
 * Back to a past state whatever came after it, also what no run has taken in yet: an edit that is only on its side would
 * travel with the restore and be what it spreads. A row that was deleted then stays as it is now.
 */
export function restoreOf({ cells: past }: PastRow, { base, shown }: RowNow): RowOrder | null {
  if (past === null) return null;
  if (base === null) return { cells: asOrdered(past), keep: true, remove: null };
  const changed = Object.entries(base).flatMap(([field, value]) => {
    const old = past[field] ?? null;
    const isShown = shown.every(({ [field]: own = old }) => valuesEqual(own, old));
    return isShown && valuesEqual(old, value) ? [] : [[field, { value: old }] as const];
  });
  return { cells: Object.fromEntries(changed), keep: true, remove: null };
}

const asOrdered = (cells: Cells): RowOrder["cells"] =>
  Object.fromEntries(Object.entries(cells).map(([field, value]) => [field, { value }]));
