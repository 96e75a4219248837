import { randomBytes } from "node:crypto";
import pg from "pg";
import type { FieldType } from "@/lib/engine/value";
import type { TestDatabase } from "@/scripts/testing/database";
import type { ChangedPage, ChangesEnd } from "../changes";
import type { Page, SideConnector, SideRecord } from "../connector";
import { partitionOf } from "../partition";
import { changelogScript } from "./changelog-script";
import { openPostgres } from "./connector";
import { localSocket } from "./contract-place.test-kit";

export type Mapping = Readonly<Record<string, readonly [attnum: number, type: FieldType]>>;

/** The columns of `places` in a new place; `memo` is not mapped. */
const MAPPING: Mapping = { code: [1, "text"], name: [2, "text"], size: [3, "integer"] };

export interface ChangesPlace {
  readonly schema: string;
  /** The owner, working with plain SQL; `places` is on his path. */
  readonly person: pg.Client;
  readonly side: SideConnector;
  /** Opened as a fresh process would. */
  sideOf(mapping?: Mapping, key?: readonly string[], table?: string): SideConnector;
  /** Another session of the owner. */
  another(): Promise<pg.Client>;
  dispose(): Promise<void>;
}

const READER = "chittysync_app";

/** A schema with an empty table `places (code, name, size, memo)`, read by a user with no other right; logged or not. */
export async function changesPlace(database: TestDatabase, logged: boolean): Promise<ChangesPlace> {
  const schema = `s ${randomBytes(6).toString("hex")}`;
  const id = pg.escapeIdentifier(schema);
  const clients: pg.Client[] = [];
  const another = async () => {
    const client = new pg.Client(database.adminUrl);
    await client.connect();
    await client.query(`set search_path = ${id}`);
    clients.push(client);
    return client;
  };
  const person = new pg.Client(database.adminUrl);
  await person.connect();
  clients.push(person);
  await person.query(`create schema ${id}; grant usage on schema ${id} to ${READER}; set search_path = ${id};
    alter default privileges in schema ${id} grant select on tables to ${READER};
    create table places (code text primary key, name text, size int, memo text)`);
  if (logged) await install(person, schema, "places", ["code"]);
  const connectors: { close(): Promise<void> }[] = [];
  const sideOf = (mapping = MAPPING, key: readonly string[] = ["code"], table = "places") => {
    const connector = openPostgres({ url: database.appUrl }, { openSocket: localSocket() });
    connectors.push(connector);
    const mapped = Object.entries(mapping).map(([field, [attnum, type]]) => {
      return { field: { id: field, name: field, type }, sideField: String(attnum), writable: true };
    });
    return connector.side({ address: { schema, table }, mapped, key });
  };
  const dispose = async () => {
    for (const connector of connectors) await connector.close();
    for (const client of clients.slice(1)) await client.end();
    await person.query(`drop schema ${id} cascade; drop schema if exists chittysync cascade`);
    await person.end();
  };
  return { schema, person, side: sideOf(), sideOf, another, dispose };
}

export async function install(person: pg.Client, schema: string, table: string, key: readonly string[]) {
  await person.query(changelogScript({ schema, table, key }, READER));
}

export async function readAll(side: SideConnector): Promise<{ records: SideRecord[]; mark: string | null }> {
  const records: SideRecord[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: Page = await side.read(cursor);
    records.push(...page.records);
    if (page.next === null) return { records, mark: page.mark ?? null };
    cursor = page.next;
  }
}

export interface Told {
  readonly records: readonly SideRecord[];
  readonly gone: readonly string[];
  readonly end: ChangesEnd;
  readonly requests: number;
  readonly pages: number;
}

/** All pages of `changes`; `between` happens after each page but the last. */
export async function changesSince(
  side: SideConnector,
  mark: string,
  between: () => Promise<void> = async () => {},
): Promise<Told> {
  const records: SideRecord[] = [];
  const gone: string[] = [];
  let [cursor, requests, pages]: [string | null, number, number] = [null, 0, 0];
  for (;;) {
    const page: ChangedPage | undefined = await side.changes?.(mark, cursor);
    if (!page) throw new Error("the side tells no changes");
    records.push(...page.records);
    gone.push(...page.gone);
    requests += page.requests;
    pages += 1;
    if (page.end) return { records, gone, end: page.end, requests, pages };
    cursor = page.next;
    await between();
  }
}

/**
 * Until no transaction of the whole server is older than the newest line of the log: other tests' too hold back what a
 * snapshot is sure to have seen.
 */
export async function settled(person: pg.Client): Promise<void> {
  const text = `select coalesce((select xid from chittysync.log order by xid desc limit 1)
    < pg_snapshot_xmin(pg_current_snapshot()), true) as settled`;
  while (!(await person.query(text)).rows[0].settled);
}

/** Knows a side as a run does: by one read, and by what is told to have changed since. */
export class Follower {
  readonly known = new Map<string, string>();
  mark = "";
  /** Whole reads so far. */
  reads = 0;

  constructor(private readonly side: SideConnector) {}

  async readWhole(): Promise<void> {
    const { records, mark } = await readAll(this.side);
    if (mark === null) throw new Error("the read gave no mark");
    this.known.clear();
    for (const record of records) this.known.set(record.locator, contentOf(record));
    this.mark = mark;
    this.reads += 1;
  }

  async follow(between?: () => Promise<void>): Promise<Told> {
    const told = await changesSince(this.side, this.mark, between);
    if (told.end.kind === "lost") {
      await this.readWhole();
      return told;
    }
    const seen = new Map(told.records.map((record) => [record.locator, contentOf(record)]));
    const whole = new Set(told.end.readWhole);
    for (const locator of [...this.known.keys()]) {
      if (whole.has(partitionOf(locator)) && !seen.has(locator)) this.known.delete(locator);
    }
    for (const locator of told.gone) this.known.delete(locator);
    for (const [locator, content] of seen) this.known.set(locator, content);
    this.mark = told.end.mark;
    return told;
  }

  /** What is known, sorted. */
  get content(): readonly string[] {
    return [...this.known.values()].sort();
  }
}

const contentOf = ({ cells, unknown }: SideRecord): string => JSON.stringify([cells, unknown]);

/** What is there, in the form of `Follower.content`. */
export async function truth(side: SideConnector): Promise<readonly string[]> {
  return (await readAll(side)).records.map(contentOf).sort();
}
