import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import type { SideRecord } from "../connector";
import { dashedId } from "./ids";
import { type Json, textAt } from "./json";
import { keyFilter, keyOf, lookUp, sameKey } from "./lookup";
import { pointRead } from "./point-read";
import type { Known, Prepared, WriteContext } from "./prepare";
import { mappedNatives, wantedProperties } from "./read";
import { type Budget, completed, type Draft, draftOf } from "./record";

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

  /**
   * The rows in the trash with this key that were made from `since` (epoch ms) on: what was thrown away before we looked.
   * Older ones are rows that were deleted once, whose key may come again.
   */
  async trashedWithKey(key: readonly Value[], since: number): Promise<readonly SideRecord[]> {
    const filter = this.filterOf(key);
    if (!isFilter(filter)) return [];
    const { pages } = await lookUp(this.context.calls, this.partition(true), [filter]);
    const records: SideRecord[] = [];
    for (const page of pages) {
      const made = Date.parse(textAt(page, "created_time") ?? "");
      if (!(made >= since)) continue;
      const record = await this.trashed(page);
      if (record !== null && this.hasKey(record, key)) records.push(record);
    }
    return records;
  }

  /** What the write made that Notion says it committed: the row, also where it is in the trash already; null if it hides. */
  async committed(locator: string): Promise<SideRecord | null> {
    const read = await pointRead(this.context.calls, this.context.plan, locator);
    if (read.state === "live") return (await this.takeAll([read.page]))[0] ?? null;
    return read.state === "trashed" ? this.trashed(read.page) : null;
  }

  private async trashed(page: Json): Promise<SideRecord | null> {
    const record = await this.adopt(page);
    if (record !== null) this.put(record.locator, "trashed");
    return record;
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
    if (read.state === "live")
      return (await this.takeAll([read.page]))[0] ?? this.put(locator, "out-of-reach");
    return this.put(locator, read.state === "trashed" ? "trashed" : "out-of-reach");
  }

  /** Takes the page that a write answered with. What cannot be fetched of it stays unknown: the write is done. */
  async adopt(page: Json): Promise<SideRecord | null> {
    const draft = this.draft(page);
    if (draft === null) return null;
    const [record = draft.record] = await completed(this.context.calls, [draft], this.budget).catch(
      (error: unknown) => {
        if (error instanceof AppError) return [];
        throw error;
      },
    );
    this.put(record.locator, record);
    return record;
  }

  put(locator: string, holding: Holding): Holding {
    this.rows.set(locator, holding);
    return holding;
  }

  private async search(filters: readonly Json[]): Promise<boolean> {
    const { pages, whole } = await lookUp(this.context.calls, this.partition(false), filters);
    const rows = await this.takeAll(pages);
    // A row found by a key that it does not show might be the one: then the answer is no proof.
    const legible = rows.length === pages.length && rows.every(this.showsKey);
    return whole && legible;
  }

  private partition(trashed: boolean): Parameters<typeof lookUp>[1] {
    const { plan } = this.context;
    const properties = wantedProperties(mappedNatives(plan, this.known.schema));
    return { dataSourceId: plan.dataSourceId, properties, trashed };
  }

  private readonly showsKey = ({ cells }: SideRecord): boolean =>
    this.context.plan.key.every((id) => id in cells);

  private draft(page: Json): Draft | null {
    this.context.people.learnFrom(page);
    return draftOf(this.context.plan, this.known.unreadable, page);
  }

  private async takeAll(pages: readonly Json[]): Promise<readonly SideRecord[]> {
    const drafts = pages.flatMap((page) => this.draft(page) ?? []);
    const records = await completed(this.context.calls, drafts, this.budget);
    for (const record of records) this.put(record.locator, record);
    return records;
  }

  private matching(key: readonly Value[]): readonly SideRecord[] {
    return [...this.rows.values()].filter(
      (row): row is SideRecord => typeof row !== "string" && this.hasKey(row, key),
    );
  }

  private hasKey({ cells }: SideRecord, key: readonly Value[]): boolean {
    const held = keyOf(this.context.plan, cells);
    return held !== null && sameKey(held, key);
  }
}
