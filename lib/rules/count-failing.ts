/** How many rows a schema would find fault with: what a person sees before publishing it. */
import type { CompiledRules, RowToCheck } from "./compile-rules";
import type { Fault, Severity } from "./fault";

/** Enough for the formulas' threads to be busy, few enough to hold in memory. */
const ROWS_AT_ONCE = 2_000;

export interface FailingCause {
  readonly reason: string;
  readonly field: string | null;
  readonly fields: readonly string[];
  /** Of one of the rows; it names no value. */
  readonly message: string;
  readonly severity: Severity;
  readonly rows: number;
}

export interface FailingCount {
  readonly checked: number;
  /** Rows with at least one fault that is an error. */
  readonly failing: number;
  /** Most rows first. */
  readonly byReason: readonly FailingCause[];
}

export async function countFailing(
  rules: CompiledRules,
  rows: Iterable<RowToCheck> | AsyncIterable<RowToCheck>,
): Promise<FailingCount> {
  const tally = new Tally();
  let batch: RowToCheck[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS_AT_ONCE) continue;
    tally.add(await rules.check(batch));
    batch = [];
  }
  tally.add(await rules.check(batch));
  return tally.count();
}

class Tally {
  private checked = 0;
  private failing = 0;
  private readonly causes = new Map<string, FailingCause>();

  add(rows: readonly (readonly Fault[])[]): void {
    for (const faults of rows) {
      this.checked += 1;
      if (faults.some(({ severity }) => severity === "error")) this.failing += 1;
      for (const fault of faults) this.addFault(fault);
    }
  }

  count(): FailingCount {
    const byReason = [...this.causes.values()].sort((a, b) => b.rows - a.rows);
    return { checked: this.checked, failing: this.failing, byReason };
  }

  private addFault({ reason, field, fields, message, severity }: Fault): void {
    const cause = JSON.stringify([reason, field, fields, severity]);
    const rows = (this.causes.get(cause)?.rows ?? 0) + 1;
    this.causes.set(cause, { reason, field, fields, message, severity, rows });
  }
}
