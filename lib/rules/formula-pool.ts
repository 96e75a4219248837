/**
 * Evaluates formulas over rows in threads of their own, so that none can hold up this one. Two seats for the whole
 * process; a batch takes the next free one.
 */
import { type FormulaBatch, OUTCOME } from "./formula-outcome.mjs";
import { FormulaSeat } from "./formula-seat";

const SEATS = 2;

/** Bytes of rows that one batch carries, and so the most that a formula gets to see of one row. */
const MAX_BATCH_BYTES = 256 * 1024;
const MAX_BATCH_ITEMS = 5_000;

/** *Unevaluable*: an error, or neither true nor false. *Exceeded*: more time, memory or input than it may have. */
export type FormulaOutcome = "holds" | "fails" | "unevaluable" | "exceeded";

export class FormulaPool {
  private readonly free = Array.from({ length: SEATS }, () => new FormulaSeat());
  private readonly waiting: ((seat: FormulaSeat) => void)[] = [];
  private closing: Promise<void> = Promise.resolve();

  /**
   * For each row one outcome per expression. `rows` are JSON texts `{"row": {...}, "before": {...} | null}`. Throws
   * AppError `internal` only if no thread can be started at all.
   */
  async evaluate(
    expressions: readonly string[],
    rows: readonly string[],
  ): Promise<readonly (readonly FormulaOutcome[])[]> {
    if (expressions.length === 0) return rows.map(() => []);
    const batches = batchesOf(rows, Math.max(1, Math.floor(MAX_BATCH_ITEMS / expressions.length)));
    const answers = await Promise.all(batches.map((batch) => this.answer(expressions, batch)));
    return answers.flat();
  }

  /** Ends the threads once all are free. The next formula starts new ones. */
  close(): Promise<void> {
    this.closing = this.closing.then(() => this.closeSeats());
    return this.closing;
  }

  private async closeSeats(): Promise<void> {
    const taken: FormulaSeat[] = [];
    while (taken.length < SEATS) taken.push(await this.take());
    await Promise.all(taken.map((seat) => seat.close()));
    for (const seat of taken) this.give(seat);
  }

  private async answer(
    expressions: readonly string[],
    rows: readonly string[],
  ): Promise<readonly (readonly FormulaOutcome[])[]> {
    if (isTooLarge(rows)) return rows.map(() => expressions.map(() => "exceeded"));
    const width = expressions.length;
    const batch: FormulaBatch = {
      expressions,
      rows,
      at: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
      outcomes: new SharedArrayBuffer(rows.length * width),
    };
    const seat = await this.take();
    try {
      await seat.run(batch);
    } finally {
      this.give(seat);
    }
    const outcomes = new Uint8Array(batch.outcomes);
    return rows.map((_, row) => [...outcomes.subarray(row * width, (row + 1) * width)].map(outcomeName));
  }

  private take(): Promise<FormulaSeat> {
    const seat = this.free.pop();
    if (seat !== undefined) return Promise.resolve(seat);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private give(seat: FormulaSeat): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free.push(seat);
    else next(seat);
  }
}

/** The seats of this process; they cost nothing until a formula runs. */
export const formulaPool = new FormulaPool();

const isTooLarge = (rows: readonly string[]): boolean =>
  rows.length === 1 && Buffer.byteLength(rows[0] ?? "") > MAX_BATCH_BYTES;

/** In their order, each within both limits, except that a row beyond the limit of bytes is a batch by itself. */
function batchesOf(rows: readonly string[], rowLimit: number): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = Buffer.byteLength(row);
    if (batch.length > 0 && (bytes + size > MAX_BATCH_BYTES || batch.length >= rowLimit)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(row);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

function outcomeName(byte: number): FormulaOutcome {
  switch (byte) {
    case OUTCOME.holds:
      return "holds";
    case OUTCOME.fails:
      return "fails";
    case OUTCOME.unevaluable:
      return "unevaluable";
    default:
      return "exceeded";
  }
}
