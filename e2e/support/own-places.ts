import { randomBytes } from "node:crypto";
import type { Api } from "./api";
import type { Cities } from "./demo-test";
import { type Ready, type ReadyRegistry, type ReadySide, sideOn } from "./ready";
import { type SideName, ThreeSides } from "./three-sides";

/** Rows by side as a person would enter them, the key among their cells; all texts. */
export type OwnRows = Readonly<Record<SideName, readonly Readonly<Record<string, string>>[]>>;

/** A registry of a journey's own, on places of its own. */
export interface OwnPlaces {
  readonly id: string;
  readonly name: string;
  readonly sides: ThreeSides;
  /**
   * The first sync, and the day's drift check after it: the schedule would begin that one at the next full minute, and
   * what runs beside a journey changes what its screens show.
   */
  firstSync(): Promise<void>;
  /** Forgets the registry and removes what can be removed of its places. */
  remove(): Promise<void>;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

interface Given {
  readonly columns: readonly string[];
  readonly rows: OwnRows;
}

/** A data source, a table and a spreadsheet that nothing rests on yet, as the API takes them. */
export interface BarePlaces {
  readonly name: string;
  readonly table: string;
  /** Of the demo's own connections. */
  readonly sides: readonly { readonly connectionId: string; readonly location: object }[];
  /** Puts what can be removed of them away. */
  remove(): Promise<void>;
}

/**
 * Makes a data source, a table and a spreadsheet with these columns, all texts, the first of them the key, and puts the
 * rows of the first and the last there. Their name is `word` and something of its own.
 */
export async function makeBarePlaces(
  { ready, sides: { control, table: acme } }: Pick<Cities, "ready" | "sides">,
  word: string,
  { columns, rows }: Given,
): Promise<BarePlaces> {
  const suffix = randomBytes(3).toString("hex");
  const name = `${word} ${suffix}`;
  const table = `${word.toLowerCase().replaceAll(/[^a-z]+/g, "_")}_${suffix}`;
  const { dataSourceId } = await control.do<{ dataSourceId: string }>("notion", "create-database", {
    title: name,
    properties: Object.fromEntries(columns.map((column, at) => [column, at === 0 ? "title" : "rich_text"])),
  });
  await control.do("notion", "create-rows", { dataSourceId, rows: rows.notion });
  const texts = columns.map((column, at) => `${quoted(column)} text${at === 0 ? " primary key" : ""}`);
  await acme.query(`create table ${quoted(table)} (${texts.join(", ")})`);
  const lines = [columns, ...rows.sheet.map((row) => columns.map((column) => row[column] ?? ""))];
  const { spreadsheetId, sheets } = await control.do<{
    spreadsheetId: string;
    sheets: { sheetId: number }[];
  }>("google", "create-spreadsheet", {
    title: name,
    owner: "owner@example.com",
    sheets: [{ title: name, rows: lines }],
  });
  const { connections } = ready;
  const sheet = { spreadsheetId, sheetId: sheets[0]?.sheetId ?? 0, title: name };
  return {
    name,
    table,
    sides: [
      { connectionId: connections.notion, location: { dataSourceId } },
      { connectionId: connections.postgres, location: { schema: "public", table } },
      { connectionId: connections.google, location: sheet },
    ],
    remove: async () => {
      await acme.query(`drop table ${quoted(table)}`);
      await control.do("google", "trash", { spreadsheetId });
    },
  };
}

/** Makes places with these columns and rows, and a registry over them that runs when asked. */
export async function makeOwnPlaces(
  cities: Pick<Cities, "ready" | "api" | "sides">,
  word: string,
  given: Given & { readonly settings?: object },
): Promise<OwnPlaces> {
  const { ready, api } = cities;
  const { columns, rows } = given;
  const places = await makeBarePlaces(cities, word, given);
  const made = await api.ask<ReadyRegistry>("POST", "/registries", {
    name: places.name,
    key: columns.slice(0, 1),
    schedule: "manual",
    fields: columns.map((column) => ({ name: column, type: "text" })),
    sides: places.sides,
    ...given.settings,
  });
  const sides = new ThreeSides(ready, withUrl(made, ready), []);
  for (const row of rows.postgres) await sides.table.insert(row);
  return {
    id: made.id,
    name: places.name,
    sides,
    firstSync: async () => {
      await api.sync(made.id);
      await api.sync(made.id, "drift-check");
    },
    remove: async () => {
      await forget(api, made.id);
      await sides.close();
      await places.remove();
    },
  };
}

/**
 * A registry is not forgotten while it runs: a screen shows that all rows are equal a moment before that run is over, and
 * at any full minute the schedule may begin a check.
 */
async function forget(api: Api, id: string): Promise<void> {
  for (;;) {
    await api.untilQuiet(id);
    try {
      await api.ask("DELETE", `/registries/${id}`);
      return;
    } catch (error) {
      if (!String(error).includes("is under way")) throw error;
    }
  }
}

/** The API never tells where a customer's database is; the demo's ready line does. */
function withUrl(registry: ReadyRegistry, ready: Ready): ReadyRegistry {
  const [known] = ready.registries;
  if (!known) throw new Error("the demo has no registry");
  const { url } = sideOn(known, "postgres").location;
  const sides = registry.sides.map((side) =>
    side.kind === "postgres" ? { ...side, location: { ...side.location, url } } : side,
  );
  return { ...registry, sides: sides as ReadySide[] };
}
