import { randomBytes } from "node:crypto";
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
  /** Forgets the registry and removes what can be removed of its places. */
  remove(): Promise<void>;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Makes a data source, a table and a spreadsheet with these columns, all texts, the first of them the key, puts the
 * rows there, and makes a registry over them that runs when asked. Its name is `word` and something of its own.
 */
export async function makeOwnPlaces(
  { ready, api, sides: { control, table } }: Cities,
  word: string,
  given: { readonly columns: readonly string[]; readonly rows: OwnRows; readonly settings?: object },
): Promise<OwnPlaces> {
  const suffix = randomBytes(3).toString("hex");
  const name = `${word} ${suffix}`;
  const tableName = `${word.toLowerCase().replaceAll(/[^a-z]+/g, "_")}_${suffix}`;
  const { columns, rows } = given;
  const [key = ""] = columns;
  const { dataSourceId } = await control.do<{ dataSourceId: string }>("notion", "create-database", {
    title: name,
    properties: Object.fromEntries(columns.map((column, at) => [column, at === 0 ? "title" : "rich_text"])),
  });
  await control.do("notion", "create-rows", { dataSourceId, rows: rows.notion });
  const texts = columns.map((column, at) => `${quoted(column)} text${at === 0 ? " primary key" : ""}`);
  await table.query(`create table ${quoted(tableName)} (${texts.join(", ")})`);
  const lines = [columns, ...rows.sheet.map((row) => columns.map((column) => row[column] ?? ""))];
  const book = await control.do<{ spreadsheetId: string; sheets: { sheetId: number }[] }>(
    "google",
    "create-spreadsheet",
    { title: name, owner: "owner@example.com", sheets: [{ title: name, rows: lines }] },
  );
  const sheet = { spreadsheetId: book.spreadsheetId, sheetId: book.sheets[0]?.sheetId ?? 0, title: name };
  const { connections } = ready;
  const made = await api.ask<ReadyRegistry>("POST", "/registries", {
    name,
    key: [key],
    schedule: "manual",
    fields: columns.map((column) => ({ name: column, type: "text" })),
    sides: [
      { connectionId: connections.notion, location: { dataSourceId } },
      { connectionId: connections.postgres, location: { schema: "public", table: tableName } },
      { connectionId: connections.google, location: sheet },
    ],
    ...given.settings,
  });
  const sides = new ThreeSides(ready, withUrl(made, ready), []);
  for (const row of rows.postgres) await sides.table.insert(row);
  return {
    id: made.id,
    name,
    sides,
    remove: async () => {
      await api.ask("DELETE", `/registries/${made.id}`);
      await sides.table.query(`drop table ${quoted(tableName)}`);
      await sides.close();
      await control.do("google", "trash", { spreadsheetId: book.spreadsheetId });
    },
  };
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
