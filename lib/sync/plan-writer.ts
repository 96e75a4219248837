import "server-only";
import type { FoundConflict } from "@/lib/db/rows/conflicts";
import type { SeenIssue } from "@/lib/db/rows/issues";
import type { RunTransaction } from "@/lib/db/run-store";
import { addToPlanHash, startPlanHash } from "@/lib/engine/plan";
import { isWriting } from "@/lib/engine/run-advance";
import type { Decided } from "./decide";
import type { SideOfRun } from "./row-state";
import type { RunSession } from "./session";
import { digest } from "./sides";

/** Rows decided per chunk at most; a chunk also ends when a side has as many operations as it takes at once. */
const ROWS_PER_CHUNK = 1_000;

/** Numbers decisions and operations into chunks and stores them slice by slice; `hash` and `counts` grow with it. */
export class PlanWriter {
  hash = startPlanHash();
  counts = { conflict: 0, issue: 0, create: 0, update: 0, delete: 0, unchanged: 0 };
  rows = 0;
  private chunk = 0;
  private rowsInChunk = 0;
  private operations = 0;
  private readonly inChunk = new Map<string, number>();

  constructor(
    private readonly tx: RunTransaction,
    private readonly session: RunSession,
    private readonly sides: readonly SideOfRun[],
  ) {}

  get chunks(): number {
    return this.rows === 0 ? 0 : this.chunk + 1;
  }

  async store(decided: readonly Decided[]): Promise<void> {
    const runId = this.session.run.id;
    const numbered = decided.map((own) => this.number(own));
    const decisions = numbered.flatMap(({ decision }) => (decision ? [decision] : []));
    await this.tx.storeDecisions(runId, decisions);
    await this.tx.storeOperations(
      runId,
      numbered.flatMap(({ operations }) => operations),
    );
  }

  async keepConflicts(conflicts: readonly FoundConflict[]): Promise<void> {
    this.counts.conflict += conflicts.length;
    await this.tx.storeConflicts({ ...this.place, isWriting: this.isWriting }, conflicts);
  }

  async report(issues: readonly SeenIssue[]): Promise<void> {
    this.counts.issue += issues.length;
    // Nobody has an issue with what nobody has saved.
    if (this.session.run.request.kind === "proposal") return;
    await this.tx.reportIssues(this.place, issues);
  }

  get isWriting(): boolean {
    return isWriting(this.session.run.kind);
  }

  get place() {
    return { runId: this.session.run.id, registryId: this.session.registry.id };
  }

  private number({ decision, operations }: Decided) {
    if (!decision) return { decision: null, operations: [] };
    const full = this.sides.some(({ side }) => {
      const waiting = this.inChunk.get(side.definition.id) ?? 0;
      return waiting > 0 && waiting + 1 > side.connector.abilities.writeBatch;
    });
    if (full || this.rowsInChunk >= ROWS_PER_CHUNK) {
      this.chunk += 1;
      this.rowsInChunk = 0;
      this.inChunk.clear();
    }
    this.rowsInChunk += 1;
    const row = { ...decision, ordinal: this.rows++, chunk: this.chunk };
    const numbered = operations.map((operation) => {
      this.inChunk.set(operation.sideId, (this.inChunk.get(operation.sideId) ?? 0) + 1);
      this.counts[operation.op] += 1;
      this.hash = addToPlanHash(this.hash, textOf(operation), digest);
      return { ...operation, ordinal: this.operations++, chunk: this.chunk };
    });
    return { decision: row, operations: numbered };
  }
}

/** What is written where and under which condition: the plan's hash is taken over it. */
const textOf = ({ rowId, sideId, op, locator, before, cells }: Decided["operations"][number]): string =>
  JSON.stringify([rowId, sideId, op, locator, before, cells]);
