import { AppError } from "@/lib/errors";
import type { SideConfig, WriteOperation, WriteReport, Written } from "../connector";
import { amend } from "./amend";
import { type Astray, astrayRenames, type Hit } from "./astray";
import { type Batch, batchOf } from "./batch";
import { appErrorOf, type Failure } from "./failure";
import { cellAt, type Grid } from "./grid-read";
import { placeFields } from "./header";
import { idAt } from "./identify-rows";
import { wantedLocators } from "./locator";
import { areColumnsMoved, putBack } from "./put-back";
import { readRow } from "./row-read";
import { isTouched, type Slot } from "./slots";
import { type Snapshot, takeSnapshot } from "./snapshot";
import type { Tab } from "./tab";
import { idsTakenBack, takeBack } from "./take-back";
import { keyRows } from "./window-read";
import { type Verdict, WritePlan } from "./write-plan";

/** Google recommends at most 2 MB a request. */
const CHUNK_BYTES = 2_000_000;
/** What a cell costs besides its text, and a row besides its cells. */
const CELL_BYTES = 100;

interface Applying {
  readonly written: readonly Written[];
  readonly stopped: AppError | null;
}
type ChunkReport = Applying | "split";

/**
 * Applies operations in order, each chunk as one atomic batch made from a reading of the sheet taken
 * immediately before it. Between that reading and the batch a person can still sort or move rows; the answer
 * holds the rows as they are afterwards; what was written or deleted in place of another row is put back, and what is not
 * where it belongs is reported as unknown.
 */
export async function writeOperations(
  tab: Tab,
  config: SideConfig,
  operations: readonly WriteOperation[],
  deadline: number,
): Promise<WriteReport> {
  const before = tab.requests;
  const written: Written[] = [];
  const chunks = chunksOf(operations);
  let stopped: AppError | null = null;
  while (stopped === null) {
    const chunk = chunks.shift();
    if (!chunk) break;
    if (Date.now() >= deadline) {
      stopped = new AppError("upstream-unavailable", "The time for this step is used up; the rest follows.");
      break;
    }
    const report = await writeChunk(tab, config, chunk);
    if (report === "split") {
      const half = Math.ceil(chunk.length / 2);
      chunks.unshift(chunk.slice(0, half), chunk.slice(half));
      continue;
    }
    written.push(...report.written);
    stopped = report.stopped;
  }
  return { written, stopped, requests: tab.requests - before };
}

function chunksOf(operations: readonly WriteOperation[]): WriteOperation[][] {
  const chunks: WriteOperation[][] = [];
  let left = 0;
  for (const operation of operations) {
    const size = sizeOf(operation);
    const chunk = chunks.at(-1);
    if (chunk && size <= left) chunk.push(operation);
    else chunks.push([operation]);
    left = (chunk && size <= left ? left : CHUNK_BYTES) - size;
  }
  return chunks;
}

function sizeOf(operation: WriteOperation): number {
  if (operation.op === "delete") return CELL_BYTES;
  return Object.values(operation.cells).reduce<number>((sum, value) => {
    const text = typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : "";
    return sum + CELL_BYTES + Buffer.byteLength(text);
  }, CELL_BYTES);
}

async function writeChunk(
  tab: Tab,
  config: SideConfig,
  operations: readonly WriteOperation[],
): Promise<ChunkReport> {
  let snapshot: Snapshot;
  try {
    snapshot = await takeSnapshot(tab, config, wantedLocators(config, operations));
  } catch (thrown) {
    if (thrown instanceof AppError) return { written: [], stopped: thrown };
    throw thrown;
  }
  const creates = operations.filter(({ op }) => op === "create").length;
  const plan = new WritePlan(config, snapshot, { otherCells: tab.otherCells, creates });
  const verdicts = operations.map((operation) => plan.decide(operation));
  if (plan.existing.length === 0 && plan.created.length === 0) {
    return { written: verdicts.map((verdict) => settled(verdict)), stopped: null };
  }
  let batch = batchOf(config, snapshot, plan);
  let answer = await tab.apply(batch.body, batch.mask);
  if (snapshot.due.size > 0 && !answer.ok && isRefusal(answer.failure)) {
    // It may be the ids of other rows that are not taken; those can wait.
    batch = batchOf(config, { ...snapshot, due: new Map() }, plan);
    answer = await tab.apply(batch.body, batch.mask);
  }
  if (!answer.ok) return notApplied(verdicts, answer.failure);
  const hit = { config, snapshot, plan, batch };
  const astray = astrayRenames(hit, answer.data);
  const [ids, cells] = [takeBack(hit, answer.data), putBack(hit, astray, answer.data)];
  await amend(tab, answer.data, [...ids, ...cells]);
  const report = applied({ ...hit, astray, isTorn: cells.length > 0 }, verdicts, answer.data);
  return { ...report, stopped: report.stopped ?? (ids.length > 0 ? idsTakenBack() : null) };
}

/** An operation's outcome when its row is as planned; nothing was or need be written for it. */
function settled(verdict: Verdict): Written {
  if (verdict.outcome === "refused") return verdict;
  const { id, outcome, slot } = verdict;
  return { id, outcome, record: slot === null || slot.removed ? null : slot.record };
}

const depends = (verdict: Verdict): boolean =>
  verdict.outcome !== "refused" && verdict.slot !== null && isTouched(verdict.slot);

/** Whether a part of the batch is what Google does not take, however often it is sent. */
const isRefusal = (failure: Failure): failure is Extract<Failure, { kind: "rejected" }> =>
  failure.kind === "rejected" && failure.because !== "fence-in-use" && failure.because !== "bad-range";

function notApplied(verdicts: readonly Verdict[], failure: Failure): ChunkReport {
  if (failure.kind === "unavailable") {
    const message = "The answer was lost; the write may or may not have happened.";
    const written = verdicts.map(
      (verdict): Written =>
        depends(verdict) ? { id: verdict.id, outcome: "unknown", message } : settled(verdict),
    );
    return { written, stopped: appErrorOf(failure) };
  }
  const first = verdicts.findIndex(depends);
  const begun = verdicts.slice(0, first).map(settled);
  if (!isRefusal(failure)) return { written: begun, stopped: appErrorOf(failure) };
  return verdicts.length > 1 ? "split" : { written: verdicts.map(rejection(failure)), stopped: null };
}

const WORDS = {
  protected: "The cell or sheet is protected from this account.",
  "cell-limit": "The spreadsheet has no room below 10 million cells.",
  "too-long": "A cell holds at most 50,000 characters.",
  other: "Google Sheets does not take this row.",
} as const;

function rejection(failure: Extract<Failure, { kind: "rejected" }>): (verdict: Verdict) => Written {
  const reason = failure.because in WORDS ? (failure.because as keyof typeof WORDS) : "other";
  return ({ id }) => ({ id, outcome: "refused", reason, message: WORDS[reason], field: null });
}

interface Applied extends Hit {
  readonly astray: Astray;
  /** Something was put back: what was written into rows that were there already is not as it was told. */
  readonly isTorn: boolean;
}

/** Reads the outcome of each operation off the answer, which shows the rows as they now stand. */
function applied(context: Applied, verdicts: readonly Verdict[], after: Grid | null): Applying {
  const recordOf = postImage(context, after);
  let misplaced = false;
  const lost = (id: string): Written => {
    misplaced = true;
    return {
      id,
      outcome: "unknown",
      message: "Rows or columns moved in the sheet while it was being written.",
    };
  };
  const present = lingering(context, after);
  const written = verdicts.map((verdict): Written => {
    if (!depends(verdict) || verdict.outcome === "refused") return settled(verdict);
    const { id, outcome, slot } = verdict;
    if (slot === null) return settled(verdict);
    if (slot.removed) return present.has(slot.record.locator) ? lost(id) : { id, outcome, record: null };
    const isMixed = context.isTorn && slot.origin === null && !context.plan.insertsNew;
    const record = isMixed || context.astray.has(slot) ? null : recordOf(slot);
    return record ? { id, outcome, record } : lost(id);
  });
  return { written, stopped: misplaced ? rowsMoved() : null };
}

const rowsMoved = (): AppError =>
  new AppError("stale", "Rows or columns were moved in the sheet at the moment of our write.", {
    remedy: "Compare the sheet with its version history, then run again.",
  });

function postImage(context: Applied, after: Grid | null): (slot: Slot) => Slot["record"] | null {
  const { config, batch } = context;
  if (after === null || areColumnsMoved(context, after)) return () => null;
  let placed: ReturnType<typeof placeFields>;
  try {
    placed = placeFields(config, after);
  } catch {
    return () => null;
  }
  return (slot) => {
    const row = batch.rowOf.get(slot);
    if (row === undefined || !after.covers.has(row)) return null;
    const read = readRow({ config, placed, grid: after }, row);
    if (read.kind !== "record" || read.record.locator !== slot.key) return null;
    const own = batch.columns.ids === null ? null : idAt(cellAt(after.rows.get(row), batch.columns.ids));
    if (own !== null && own.id !== slot.record.locator) return null;
    return { ...read.record, locator: slot.record.locator };
  };
}

/** Records that were to go and are still there: another row was deleted in their place. */
function lingering({ config, plan, batch }: Applied, after: Grid | null): ReadonlySet<string> {
  const removed = plan.existing.filter((slot) => slot.removed).map((slot) => slot.record.locator);
  if (removed.length === 0) return new Set();
  if (after === null) return new Set(removed);
  const created = new Set(plan.created.map((slot) => slot.record.locator));
  const left = new Set(locatorsIn(after, config, batch));
  return new Set(removed.filter((locator) => left.has(locator) && !created.has(locator)));
}

function locatorsIn(after: Grid, config: SideConfig, { columns }: Batch): readonly string[] {
  if (columns.ids === null) return (keyRows(after, config, columns.keys) ?? []).map(({ key }) => key);
  const { ids } = columns;
  return [...after.rows.values()].flatMap((cells) => idAt(cellAt(cells, ids))?.id ?? []);
}
