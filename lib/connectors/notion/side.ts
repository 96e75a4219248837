import type { Client } from "@notionhq/client";
import type { Projection } from "@/lib/engine/row";
import type { Value } from "@/lib/engine/value";
import type { ChangedPage } from "../changes";
import type {
  Abilities,
  Found,
  Page,
  People,
  SideConfig,
  SideConnector,
  SideShape,
  WriteOperation,
  WriteReport,
} from "../connector";
import { changesPage } from "./changes";
import { Calls } from "./client";
import { planOf, type SidePlan, WRITE_PACE } from "./config";
import { encode } from "./encode";
import { namesOf } from "./people";
import { PeopleBook } from "./people-book";
import type { Known } from "./prepare";
import { findRecords, LOOKUP_BATCH, mappedNatives, readPage } from "./read";
import { fetchLiveSchema, fetchSchema, unreadableRelations } from "./schema";
import { shapeOf } from "./shape";
import { WRITE_BATCH, writeBatch } from "./write";

/** One data source. A row's locator and its reference in relations are both the page's id. */
/**
 * How long Notion's queries may not show what was just written. No bound is documented; Notion's own guide for syncs
 * advises to stay 10 to 60 seconds behind.
 */
const LOOKUP_LAG_MS = 60_000;

export class NotionSide implements SideConnector {
  readonly abilities: Abilities = {
    stableRecordIds: true,
    recordsMayLoseIds: false,
    cellsMayMove: false,
    refersByKey: false,
    compareAndSet: false,
    distinguishesEmptyText: false,
    lookupLagMs: LOOKUP_LAG_MS,
    // A whole read costs a call for every hundred rows, telling changes three or four.
    changesPayFrom: 300,
    changesAreWhole: false,
    typedFields: true,
    lookupBatch: LOOKUP_BATCH,
    writeBatch: WRITE_BATCH,
    writePace: WRITE_PACE,
  };
  private readonly plan: SidePlan;
  private readonly book = new PeopleBook();
  private kept: Known | null = null;
  /** Learned from the last look at the schema, by property id. */
  private natives: ReadonlyMap<string, string> = new Map();

  constructor(
    private readonly client: Client,
    config: SideConfig,
  ) {
    this.plan = planOf(config);
  }

  async shape(): Promise<SideShape> {
    this.kept = null;
    const schema = await fetchSchema(this.calls(), this.plan.dataSourceId);
    this.natives = mappedNatives(this.plan, schema);
    return shapeOf(schema);
  }

  read(cursor: string | null): Promise<Page> {
    return readPage(this.calls(), this.plan, cursor, this.learn);
  }

  changes(mark: string, cursor: string | null): Promise<ChangedPage> {
    return changesPage(this.calls(), this.plan, { mark, cursor }, this.learn);
  }

  async find(locators: readonly string[]): Promise<{ found: readonly Found[]; requests: number }> {
    const calls = this.calls();
    const found = await findRecords(calls, this.plan, locators);
    return { found, requests: calls.requests };
  }

  write(operations: readonly WriteOperation[], deadline: number): Promise<WriteReport> {
    const calls = this.calls();
    const known = async (): Promise<Known> => {
      this.kept ??= await this.fetchKnown(calls);
      return this.kept;
    };
    const forget = () => {
      this.kept = null;
    };
    return writeBatch({ calls, plan: this.plan, people: this.book, known, forget }, operations, deadline);
  }

  /** Before any `shape` or `read` each field is taken to be in the usual property for its type. */
  project(fieldId: string, value: Value): Projection {
    const field = this.plan.byId.get(fieldId);
    if (!field) return { ok: false, reason: "not-mapped", message: "The field is not mapped to Notion." };
    const encoded = encode(field.type, this.natives.get(field.property) ?? field.native, value);
    return encoded.ok
      ? { ok: true, value: encoded.held }
      : { ok: false, reason: encoded.reason, message: encoded.message };
  }

  referenceOf(record: { readonly locator: string }): string {
    return record.locator;
  }

  people(ids: readonly string[]): Promise<People> {
    return namesOf(this.calls(), ids);
  }

  private readonly learn = (natives: ReadonlyMap<string, string>): void => {
    this.natives = natives;
  };

  private calls(): Calls {
    return new Calls(this.client);
  }

  private async fetchKnown(calls: Calls): Promise<Known> {
    const schema = await fetchLiveSchema(calls, this.plan.dataSourceId);
    this.natives = mappedNatives(this.plan, schema);
    const unreadable = await unreadableRelations(calls, this.plan, schema);
    return { schema, unreadable, asked: new Map() };
  }
}
