import type { Projection } from "@/lib/engine/row";
import type { Cells, Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import type { ChangedPage } from "../changes";
import type {
  Abilities,
  Found,
  Page,
  SideConnector,
  SideShape,
  WriteOperation,
  WriteReport,
  Written,
} from "../connector";
import { changesByLog } from "./changelog-changes";
import type { DatabaseClient, Session } from "./client";
import { type TableConfig, WRITE_PACE } from "./config";
import { wasRefused } from "./database-error";
import { changesByScan } from "./fingerprint-changes";
import { introspect } from "./introspect";
import { basisOf, parseMark } from "./mark";
import { namedKeyHolds, requireNamedKey } from "./named-key";
import { BRISK, CAREFUL, type Pace } from "./pace";
import { findRows, readPage } from "./read";
import { countRows, shapeOf } from "./shape";
import { Table } from "./table";
import { lost, type OpenTable, trackingOf } from "./tracking";
import { applyOperations } from "./write";

/** The longest a single write transaction may hold its locks, in milliseconds. */
const WRITE_MS = 30_000;

/**
 * One table as a side. The catalogue is read again in each transaction, so names and types are never older
 * than the statement that uses them.
 */
export class PostgresSide implements SideConnector {
  readonly abilities: Abilities = {
    stableRecordIds: false,
    recordsMayLoseIds: false,
    cellsMayMove: false,
    refersByKey: true,
    compareAndSet: true,
    distinguishesEmptyText: true,
    lookupLagMs: 0,
    changesPayFrom: 10_000,
    changesAreWhole: true,
    typedFields: true,
    lookupBatch: 5_000,
    writeBatch: 5_000,
    writePace: WRITE_PACE,
  };
  private last: Table | null = null;

  constructor(
    private readonly client: DatabaseClient,
    private readonly config: TableConfig,
  ) {}

  async shape(): Promise<SideShape> {
    const { value } = await this.client.transaction("read", async (session) => {
      const table = await this.table(session);
      const mayHold = table.catalogue.keyIsNamed && table.hasKey && table.keyIsUnique;
      const repeats = mayHold && !(await namedKeyHolds(session, table));
      return shapeOf(table, { rowCount: await countRows(session, table), repeats });
    });
    return value;
  }

  async read(cursor: string | null): Promise<Page> {
    const tracking = cursor === null ? await trackingOf(this.open) : null;
    const { value, requests } = await this.paced((pace) =>
      this.client.transaction("read", async (session) => {
        return readPage(session, await this.keyed(session), { cursor, pace, tracking });
      }),
    );
    return { ...value, requests: requests + (tracking?.requests ?? 0) };
  }

  /** By the change log that the customer installed (see changelog-script.ts), else by comparing fingerprints. */
  async changes(text: string, cursor: string | null): Promise<ChangedPage> {
    const mark = parseMark(text);
    if (mark === null) return lost("The mark is none of this connector's.", 0);
    try {
      if (mark.kind === "scan") return await changesByScan(this.open, mark, cursor);
      if (mark.of === basisOf(this.config)) return await changesByLog(this.open, mark, cursor);
      return lost("The mark is of another table or mapping.", 0);
    } catch (error) {
      if (wasRefused(error)) return lost("The database refused to tell what has changed.", 1);
      throw error;
    }
  }

  async find(locators: readonly string[]): Promise<{ found: readonly Found[]; requests: number }> {
    const found: Found[] = [];
    let requests = 0;
    while (found.length < locators.length) {
      const rest = locators.slice(found.length);
      const part = await this.paced((pace) =>
        this.client.transaction("read", async (session) => {
          return findRows(session, await this.keyed(session), rest, pace);
        }),
      );
      found.push(...part.value);
      requests += part.requests;
    }
    return { found, requests };
  }

  async write(operations: readonly WriteOperation[], deadline: number): Promise<WriteReport> {
    if (operations.length === 0) return { written: [], stopped: null, requests: 0 };
    const left = deadline - Date.now();
    if (left <= 0) return { written: [], stopped: outOfTime(), requests: 0 };
    const work = (pace: Pace) => async (session: Session) =>
      applyOperations(session, await this.keyed(session), operations, { deadline, pace });
    try {
      const { value, certain, requests } = await this.paced((pace) =>
        this.client.transaction("write", work(pace), Math.min(left, WRITE_MS)),
      );
      const stopped = value.written.length < operations.length ? outOfTime() : null;
      if (certain) return { written: value.written, stopped, requests };
      const written = value.written.map((each, at) => (value.effective.has(at) ? inDoubt(each) : each));
      return { written, stopped: stopped ?? brokenOff(), requests };
    } catch (error) {
      if (error instanceof AppError) return { written: [], stopped: error, requests: 1 };
      throw error;
    }
  }

  project(fieldId: string, value: Value): Projection {
    if (this.last === null) {
      throw new AppError("internal", "A side's shape is read before its values are projected.");
    }
    return this.last.project(fieldId, value);
  }

  /** The key's text, if the key is one column; foreign keys of several columns are no relations. */
  referenceOf(record: { readonly locator: string; readonly cells: Cells }): string | null {
    const [field, ...more] = this.config.key;
    const value = field === undefined || more.length > 0 ? null : record.cells[field];
    if (Array.isArray(value)) return value[0] ?? null;
    return value === null || value === undefined ? null : String(value);
  }

  /**
   * A table of very wide rows exceeds the stream's budget at the usual pace and would for ever; then nothing
   * was done, and it is gone through once more in small steps.
   */
  private async paced<T>(work: (pace: Pace) => Promise<T>): Promise<T> {
    try {
      return await work(BRISK);
    } catch (error) {
      if (!this.client.overfed) throw error;
      return work(CAREFUL);
    }
  }

  private get open(): OpenTable {
    return {
      client: this.client,
      config: this.config,
      table: (session) => this.keyed(session),
      paced: (work) => this.paced(work),
    };
  }

  private async keyed(session: Session): Promise<Table> {
    const table = await this.table(session);
    table.requireKey();
    if (table.catalogue.keyIsNamed) await requireNamedKey(session, table);
    return table;
  }

  private async table(session: Session): Promise<Table> {
    const table = new Table(await introspect(session, this.config.table), this.config);
    this.last = table;
    return table;
  }
}

const inDoubt = ({ id }: Written): Written => ({
  id,
  outcome: "unknown",
  message: "The connection broke off while the change was being confirmed.",
});

const outOfTime = (): AppError =>
  new AppError("upstream-unavailable", "The time for this step is used up; the rest follows in the next.");

const brokenOff = (): AppError =>
  new AppError("upstream-unavailable", "The connection to the database broke off.", {
    remedy: "What was in doubt is read again before anything is written.",
  });
