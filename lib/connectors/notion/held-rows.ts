import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import type { SideRecord } from "../connector";
import { dashedId } from "./ids";
import type { Json } from "./json";
import { keyFilter, keyOf, lookUp, sameKey } from "./lookup";
import { pointRead } from "./point-read";
import type { Known, Prepared, WriteContext } from "./prepare";
import { mappedNatives, wantedProperties } from "./read";
import { type Budget, completed, draftOf } from "./record";

/** What is at a locator: the row, or that it is trashed, or that it is somewhere we must not touch. */
export type Holding = SideRecord | "trashed" | "out-of-reach";

const isFilter = (filter: ReturnType<typeof keyFilter>): filter is Json =>
  filter !== null && filter !== "nobody";

/** Calls that one batch may put into lists of more than 25 members. */
const LONG_LISTS = 100;

/**
 * The rows that one batch of writes has to do with, as last seen. Filled by one query for the whole batch;
 * every answer to a write replaces what was seen before.
 */
export class HeldRows {
  private readonly rows = new Map<string, Holding>();
  private readonly budget: Budget = { left: LONG_LISTS };
  /** Whether the batch's query proves that no other row has one of its keys. */
  private whole = true;

  constructor(
    private readonly context: WriteContext,
    private known: Known,
  ) {}

  /**
   * Looks up all keys with one query. A lone update or delete is left to a point read, which is as cheap and
   * never behind Notion's index.
   */
  async fill(batch: readonly Prepared[]): Promise<void> {
    const asked = batch.filter(({ operation }) => batch.length > 1 || operation.op === "create");
    const keys = asked.flatMap(({ key }) => (key === null ? [] : [key]));
    if (keys.some((key) => this.filterOf(key) === "nobody")) await this.refresh();
    const filters = keys.map((key) => this.filterOf(key)).filter(isFilter);
    const different = new Map(filters.map((filter) => [JSON.stringify(filter), filter]));
    this.whole = await this.search([...different.values()]);
  }

  /** The rows with this key; null if its properties cannot be searched, so that nobody can know. */
  async withKey(key: readonly Value[]): Promise<readonly SideRecord[] | null> {
    const filter = this.filterOf(key);
    if (filter === null) return null;
    const seen = this.matching(key);
    if (seen.length > 0 || this.whole || !isFilter(filter)) return seen;
    return (await this.search([filter])) ? this.matching(key) : null;
  }

  /** The same, asked anew: after an answer was lost. */
  async withKeyNow(key: readonly Value[]): Promise<readonly SideRecord[]> {
    if (this.filterOf(key) === "nobody") await this.refresh();
    const filter = this.filterOf(key);
    if (isFilter(filter)) await this.search([filter]);
    return this.matching(key);
  }

  private filterOf(key: readonly Value[]): ReturnType<typeof keyFilter> {
    return keyFilter(this.context.plan, this.known.schema, key);
  }

  /** That there is no such option is believed of the schema as it is now: what is made with a new one adds it. */
  private async refresh(): Promise<void> {
    this.context.forget();
    this.known = await this.context.known();
  }

  async at(locator: string): Promise<Holding> {
    return this.rows.get(dashedId(locator) ?? locator) ?? (await this.atNow(locator));
  }

  async atNow(locator: string): Promise<Holding> {
    const read = await pointRead(this.context.calls, this.context.plan, locator);
    if (read.state === "live") return (await this.take(read.page)) ?? this.put(locator, "out-of-reach");
    return this.put(locator, read.state === "trashed" ? "trashed" : "out-of-reach");
  }

  /** Takes the page that a write answered with. What cannot be fetched of it stays unknown: the write is done. */
  async adopt(page: Json): Promise<SideRecord | null> {
    const draft = draftOf(this.context.plan, this.known.unreadable, page);
    if (draft === null) return null;
    const record = await completed(this.context.calls, draft, this.budget).catch((error: unknown) => {
      if (error instanceof AppError) return draft.record;
      throw error;
    });
    this.put(record.locator, record);
    return record;
  }

  put(locator: string, holding: Holding): Holding {
    this.rows.set(locator, holding);
    return holding;
  }

  private async search(filters: readonly Json[]): Promise<boolean> {
    const properties = wantedProperties(mappedNatives(this.context.plan, this.known.schema));
    const { pages, whole } = await lookUp(
      this.context.calls,
      this.context.plan.dataSourceId,
      properties,
      filters,
    );
    let legible = true;
    for (const page of pages) {
      const row = await this.take(page);
      // A row found by a key that it does not show might be the one: then the answer is no proof.
      legible &&= row !== null && this.context.plan.key.every((id) => id in row.cells);
    }
    return whole && legible;
  }

  private async take(page: Json): Promise<SideRecord | null> {
    const draft = draftOf(this.context.plan, this.known.unreadable, page);
    if (draft === null) return null;
    const record = await completed(this.context.calls, draft, this.budget);
    this.put(record.locator, record);
    return record;
  }

  private matching(key: readonly Value[]): readonly SideRecord[] {
    return [...this.rows.values()].filter((row): row is SideRecord => {
      if (typeof row === "string") return false;
      const held = keyOf(this.context.plan, row.cells);
      return held !== null && sameKey(held, key);
    });
  }
}
