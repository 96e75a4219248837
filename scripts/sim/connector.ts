import type { ChangedPage } from "@/lib/connectors/changes";
import type {
  Connector,
  Found,
  Page,
  SideConfig,
  SideConnector,
  SideRecord,
  SideShape,
  WriteOperation,
  WriteReport,
  Written,
} from "@/lib/connectors/connector";
import { type Cells, type Value, valuesEqual } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import type { VirtualClock } from "./clock";
import type { Effects } from "./effects";
import type { Faults } from "./faults";
import { KEY } from "./fields";
import { projectOn } from "./project";
import type { SimRecord, SimSystem } from "./system";
import type { Trace } from "./trace";

/** Few, so that others come between. */
const LOOKUP_BATCH = 2;

/** What a simulated side needs of the simulation around it. */
export interface Surroundings {
  readonly clock: VirtualClock;
  /** The worker's own clock is so much ahead. */
  readonly offMs: number;
  readonly faults: Faults;
  readonly trace: Trace;
  readonly effects: Effects;
  /** A moment in which others may come first. */
  pause(): Promise<void>;
  /** Whether this worker dies here. */
  mayDie(): void;
}

export const openSystem = (system: SimSystem, around: Surroundings): Connector => ({
  kind: "memory",
  check: async () => [],
  locations: async () => [],
  side: (config) => new SimSide(system, config, around),
  account: async () => null,
  close: async () => {},
});

function placeOf(cursor: string | null): { readonly beganAt: number; readonly after: string } | null {
  return cursor === null ? null : JSON.parse(cursor);
}

/** One side as a connector shows it: the contract of lib/connectors/connector.ts over a simulated system. */
class SimSide implements SideConnector {
  readonly abilities: SideConnector["abilities"];
  readonly changes?: NonNullable<SideConnector["changes"]>;

  constructor(
    private readonly system: SimSystem,
    private readonly config: SideConfig,
    private readonly around: Surroundings,
  ) {
    const { traits } = system;
    if (traits.tellsChanges) this.changes = (mark, cursor) => this.tellChanges(mark, cursor);
    this.abilities = {
      stableRecordIds: traits.stableRecordIds,
      recordsMayLoseIds: false,
      cellsMayMove: false,
      refersByKey: !traits.stableRecordIds,
      compareAndSet: traits.atomic,
      distinguishesEmptyText: true,
      lookupLagMs: traits.lagMs,
      changesPayFrom: 0,
      changesAreWhole: traits.lagMs === 0,
      typedFields: true,
      lookupBatch: LOOKUP_BATCH,
      writeBatch: traits.writeBatch,
      writePace: { callsPerBatch: 0, rowsPerCall: 1, callsPerMinute: null },
    };
  }

  async shape(): Promise<SideShape> {
    this.answered("shape");
    const fields = this.config.mapped
      .filter(({ sideField }) => !this.system.isDropped(sideField))
      .map(({ field, sideField }) => ({
        ...{ id: sideField, name: field.name, type: field.type, alternatives: [], native: field.type },
        ...{
          writable: true,
          readOnlyReason: null,
          keyPart: field.id === KEY,
          options: null,
          relatesTo: null,
        },
      }));
    return { fields, rowCount: this.system.records.size, problems: [] };
  }

  async read(cursor: string | null): Promise<Page> {
    await this.called("read");
    const { faults, clock } = this.around;
    const { beganAt, after } = placeOf(cursor) ?? { beganAt: clock.ms, after: "" };
    const all = [...this.system.records.values()].filter(({ id }) => id > after);
    const page = all.slice(0, this.system.traits.pageSize);
    const last = page.at(-1);
    const shown = page.filter(
      (record) =>
        !(this.system.traits.lagMs > 0 && faults.strikes("omitted")) &&
        !(this.lags(record) && faults.strikes("lagging")),
    );
    const records = shown.map((record) => this.recordOf(record));
    if (faults.strikes("truncated"))
      return {
        records: records.slice(0, -1),
        next: null,
        census: { complete: false, reason: "cut short" },
        requests: 1,
      };
    if (all.length > page.length && last)
      return { records, next: JSON.stringify({ beganAt, after: last.id }), census: null, requests: 1 };
    const census = { complete: true, total: records.length } as const;
    return { records, next: null, census, mark: this.markFor(beganAt), requests: 1 };
  }

  /** Told by time: everything changed since the mark, and what was removed. */
  private async tellChanges(mark: string, cursor: string | null): Promise<ChangedPage> {
    await this.called("changes");
    const { clock, faults } = this.around;
    const since = Number(mark);
    if (faults.strikes("mark-lost"))
      return { records: [], gone: [], next: null, end: { kind: "lost", reason: "pruned" }, requests: 1 };
    const { beganAt, after } = placeOf(cursor) ?? { beganAt: clock.ms, after: "" };
    const all = [...this.system.records.values()].filter(
      ({ id, changedAt }) => id > after && changedAt >= since,
    );
    const page = all.slice(0, this.system.traits.pageSize);
    const last = page.at(-1);
    const shown = page.filter((record) => !(this.lags(record) && faults.strikes("lagging")));
    const records = shown.map((record) => this.recordOf(record));
    if (all.length > page.length && last)
      return { records, gone: [], next: JSON.stringify({ beganAt, after: last.id }), end: null, requests: 1 };
    const gone = this.system.removed.filter(({ at }) => at >= since).map(({ locator }) => locator);
    const told = records.map(({ cells }) => cells[KEY]).join(", ");
    this.around.trace.add(`${this.system.traits.name} tells changes: ${told}; gone: ${gone.length}`);
    const end = { kind: "known", mark: this.markFor(beganAt) ?? "", readWhole: [] } as const;
    return { records, gone, next: null, end, requests: 1 };
  }

  /** Far enough before the beginning of the read that nothing of what it may have missed lies before it. */
  private markFor(beganAt: number): string | null {
    const { tellsChanges, lagMs, grainMs } = this.system.traits;
    return tellsChanges ? String(beganAt - lagMs - (grainMs ?? 0)) : null;
  }

  async find(locators: readonly string[]): Promise<{ found: readonly Found[]; requests: number }> {
    await this.called("find");
    const found = locators.map((locator): Found => {
      if (this.around.faults.strikes("hidden")) return { locator, state: "unknown", reason: "not shared" };
      const [record, twin] = this.system.at(locator);
      if (twin) return { locator, state: "unknown", reason: "several records have this key" };
      return record
        ? { locator, state: "present", record: this.recordOf(record) }
        : { locator, state: "absent" };
    });
    return { found, requests: 1 };
  }

  async write(operations: readonly WriteOperation[], deadline: number): Promise<WriteReport> {
    await this.called("write");
    const { clock, offMs, faults } = this.around;
    const written: Written[] = [];
    const stopped = (kind: "upstream-unavailable" | "rate-limited", message: string): WriteReport => ({
      written,
      stopped: new AppError(kind, message, { retryAfterMs: 10_000 }),
      requests: 1,
    });
    for (const operation of operations) {
      if (clock.ms + offMs >= deadline) return stopped("upstream-unavailable", "The time is used up.");
      if (faults.strikes("partial-batch")) return stopped("upstream-unavailable", "No answer.");
      written.push(await this.one(operation));
      if (faults.strikes("applied-then-error"))
        throw new AppError("upstream-unavailable", "The connection was reset.");
      this.around.mayDie();
    }
    return { written, stopped: null, requests: 1 };
  }

  project(field: string, value: Value) {
    return projectOn(this.system.traits, field, value);
  }

  referenceOf(record: { readonly locator: string }): string {
    return record.locator;
  }

  private async one(operation: WriteOperation): Promise<Written> {
    const { faults, trace } = this.around;
    const { id } = operation;
    const asked = operation.op === "delete" ? {} : this.projected(operation.cells);
    if (asked === null || (operation.op !== "delete" && faults.strikes("refusal")))
      return {
        id,
        outcome: "refused",
        reason: "too-long",
        message: "The side does not take it.",
        field: null,
      };
    if (faults.strikes("lost-question")) return { id, outcome: "unknown", message: "No answer." };
    const key =
      operation.op === "create" ? null : (this.system.at(operation.locator)[0]?.cells[KEY] ?? "nothing");
    const answer = await this.carryOut(operation, asked);
    const what = key === null ? operation.op : `${operation.op} of ${key}`;
    trace.add(`${this.system.traits.name} ${what} ${answer.outcome} ${JSON.stringify(asked)}`);
    if (answer.outcome === "done" && faults.strikes("lost-answer"))
      return { id, outcome: "unknown", message: "No answer." };
    return answer;
  }

  /** Looks up, compares, and writes; between the look and the write others may come first where the system allows it. */
  private async carryOut(operation: WriteOperation, asked: Cells): Promise<Written> {
    const { id } = operation;
    const found =
      operation.op === "create" ? this.lookUp(asked[KEY] ?? null) : this.system.at(operation.locator);
    const [record, twin] = found;
    if (twin)
      return {
        id,
        outcome: "refused",
        reason: "duplicate-key",
        message: "Several have this key.",
        field: null,
      };
    if (!record) return this.onNothing(operation, asked);
    if (operation.op !== "delete" && this.holds(record, asked))
      return { id, outcome: "done", record: this.recordOf(record) };
    if (operation.op === "create" || !this.holds(record, operation.expect))
      return { id, outcome: "stale", record: this.recordOf(record) };
    if (this.isTaken(record, asked[KEY]))
      return {
        id,
        outcome: "refused",
        reason: "key-taken",
        message: "Another record has this key.",
        field: KEY,
      };
    const comparedAt = this.around.clock.ms;
    if (!this.system.traits.atomic) await this.around.pause();
    const now = this.system.records.get(record.id);
    if (!now) return this.onNothing(operation, asked);
    if (operation.op === "delete") {
      await this.around.effects.remove(this.system, { record: now, operation, comparedAt });
      return { id, outcome: "done", record: null };
    }
    const made = await this.around.effects.update(this.system, {
      record: now,
      operation,
      comparedAt,
      cells: asked,
    });
    return { id, outcome: "done", record: this.recordOf(made) };
  }

  private async onNothing(operation: WriteOperation, asked: Cells): Promise<Written> {
    const { id } = operation;
    if (operation.op === "delete") {
      this.around.effects.removeNothing(this.system, operation);
      return { id, outcome: "done", record: null };
    }
    if (operation.op === "update") return { id, outcome: "stale", record: null };
    const comparedAt = this.around.clock.ms;
    if (!this.system.traits.atomic) await this.around.pause();
    const made = await this.around.effects.create(this.system, { operation, comparedAt, cells: asked });
    return { id, outcome: "done", record: this.recordOf(made) };
  }

  private isTaken(record: SimRecord, key: Value | undefined): boolean {
    if (key === undefined || this.system.traits.allowsTwins) return false;
    return this.system.withKey(key).some(({ id }) => id !== record.id);
  }

  /** By key, as the system's search sees it. */
  private lookUp(key: Value): readonly SimRecord[] {
    return this.system.withKey(key).filter((record) => !this.lags(record));
  }

  /** Made so lately that searches may not show it yet. */
  private lags({ madeAt }: SimRecord): boolean {
    return this.around.clock.ms - madeAt < this.system.traits.lagMs;
  }

  private holds({ cells }: SimRecord, expected: Cells): boolean {
    return Object.entries(expected).every(([field, value]) => {
      const shown = cells[field] ?? null;
      if (valuesEqual(shown, value)) return true;
      const projected = this.project(field, value);
      return projected.ok && valuesEqual(shown, projected.value);
    });
  }

  private projected(cells: Cells): Cells | null {
    const shown: Record<string, Value> = {};
    for (const [field, value] of Object.entries(cells)) {
      const projected = this.project(field, value);
      if (!projected.ok) return null;
      shown[field] = projected.value;
    }
    return shown;
  }

  private recordOf(record: SimRecord): SideRecord {
    const { grainMs, aheadMs } = this.system.traits;
    const mapped = this.config.mapped.filter(({ sideField }) => !this.system.isDropped(sideField));
    const at = grainMs === null ? 0 : Math.floor((record.changedAt + aheadMs) / grainMs) * grainMs;
    return {
      locator: this.system.locatorOf(record),
      cells: Object.fromEntries(mapped.map(({ field }) => [field.id, record.cells[field.id] ?? null])),
      unknown: {},
      changedAt: grainMs === null ? null : { at, grainMs },
    };
  }

  private async called(what: string): Promise<void> {
    await this.around.pause();
    this.answered(what);
  }

  /**
   * Every call to the system may fail, and the worker may die before it. Shapes are asked of all sides side by side, so
   * others cannot come between: the scheduler knows one place of each worker.
   */
  private answered(what: string): void {
    const { clock, faults, mayDie } = this.around;
    mayDie();
    if (clock.ms < this.system.revokedUntil)
      throw new AppError("connection-broken", "The access was revoked.", { remedy: "Connect again." });
    if (faults.strikes("outage")) throw new AppError("upstream-unavailable", `No answer to ${what}.`);
    if (faults.strikes("rate-limit")) throw new AppError("rate-limited", "Later.", { retryAfterMs: 15_000 });
  }
}
