import pg from "pg";
import { allCountries, type City, type Country, largestCities } from "./real-data";
import type { SandboxHands } from "./sandbox-hands";

/** Where one registry's data lies on the three systems. */
export interface Placed {
  readonly dataSourceId: string;
  readonly table: string;
  readonly spreadsheetId: string;
  readonly sheetId: number;
  readonly title: string;
  /** Notion page ids by key. */
  readonly pages: Readonly<Record<string, string>>;
}

/** Cities in all; the pretended Notion begins with most of them, because it takes 180 requests a minute. */
const CITIES = 1_000;
const CITIES_IN_NOTION = 920;

interface Table<T> {
  readonly title: string;
  readonly table: string;
  readonly ddl: string;
  readonly notionProperties: Readonly<Record<string, unknown>>;
  readonly headers: readonly string[];
  readonly rows: {
    readonly notion: readonly T[];
    readonly postgres: readonly T[];
    readonly sheet: readonly T[];
  };
  readonly key: (row: T) => string;
  readonly notionRow: (row: T) => Record<string, unknown>;
  readonly cells: (row: T) => readonly (string | number)[];
}

/** Countries: the three sides begin with different, partly overlapping parts. */
export function placeCountries(hands: SandboxHands, databaseUrl: string): Promise<Placed> {
  const all = allCountries();
  return place(hands, databaseUrl, {
    title: "Countries",
    table: "countries",
    ddl: `create table if not exists countries ("Code" text primary key, "Name" text not null, "Native name" text, "Capital" text,
          "Continent" text, "Currencies" text)`,
    notionProperties: {
      Code: "title",
      Name: "rich_text",
      "Native name": "rich_text",
      Capital: "rich_text",
      Continent: "select",
      Currencies: "rich_text",
    },
    headers: ["Code", "Name", "Native name", "Capital", "Continent", "Currencies"],
    rows: { notion: all.slice(10), postgres: all.slice(0, -40), sheet: all.filter((_, at) => at % 3 !== 0) },
    key: (country) => country.code,
    notionRow: (country: Country) => ({
      Code: country.code,
      Name: country.name,
      "Native name": country.native,
      Capital: country.capital || null,
      Continent: country.continent,
      Currencies: country.currencies || null,
    }),
    cells: (country) => [
      country.code,
      country.name,
      country.native,
      country.capital,
      country.continent,
      country.currencies,
    ],
  });
}

/** The thousand largest cities, related to their countries on every side. */
export function placeCities(hands: SandboxHands, databaseUrl: string, countries: Placed): Promise<Placed> {
  const all = largestCities(CITIES);
  return place(hands, databaseUrl, {
    title: "Cities",
    table: "cities",
    ddl: `create table if not exists cities ("City ID" bigint primary key, "Name" text not null, "Country" text,
          "Population" bigint, "Latitude" double precision, "Longitude" double precision, "Feature" text)`,
    notionProperties: {
      Name: "title",
      "City ID": "number",
      Country: { relation: { data_source_id: countries.dataSourceId, single_property: {} } },
      Population: "number",
      Latitude: "number",
      Longitude: "number",
      Feature: "select",
    },
    headers: ["City ID", "Name", "Country", "Population", "Latitude", "Longitude", "Feature"],
    rows: {
      notion: all.slice(CITIES - CITIES_IN_NOTION),
      postgres: all.slice(0, 600),
      sheet: all.slice(400),
    },
    key: (city) => String(city.cityId),
    notionRow: (city: City) => ({
      Name: city.name,
      "City ID": city.cityId,
      Country: [countries.pages[city.country]].filter(Boolean),
      Population: city.population,
      Latitude: city.latitude,
      Longitude: city.longitude,
      Feature: city.feature,
    }),
    cells: (city) => [
      city.cityId,
      city.name,
      city.country,
      city.population,
      city.latitude,
      city.longitude,
      city.feature,
    ],
  });
}

async function place<T>(hands: SandboxHands, databaseUrl: string, table: Table<T>): Promise<Placed> {
  const { dataSourceId } = await hands.do<{ dataSourceId: string }>("notion", "create-database", {
    title: table.title,
    properties: table.notionProperties,
  });
  const pages: Record<string, string> = {};
  for (let from = 0; from < table.rows.notion.length; from += 500) {
    const part = table.rows.notion.slice(from, from + 500);
    const made = await hands.do<{ pageIds: string[] }>("notion", "create-rows", {
      dataSourceId,
      rows: part.map(table.notionRow),
    });
    for (const [at, row] of part.entries()) pages[table.key(row)] = made.pageIds[at] ?? "";
  }
  const sheet = { title: table.title, rows: [table.headers, ...table.rows.sheet.map(table.cells)] };
  const book = await hands.do<{ spreadsheetId: string; sheets: { sheetId: number }[] }>(
    "google",
    "create-spreadsheet",
    {
      title: table.title,
      sheets: [sheet],
      owner: "owner@example.com",
    },
  );
  await fillTable(databaseUrl, table);
  return {
    dataSourceId,
    table: table.table,
    spreadsheetId: book.spreadsheetId,
    sheetId: book.sheets[0]?.sheetId ?? 0,
    title: table.title,
    pages,
  };
}

async function fillTable<T>(databaseUrl: string, table: Table<T>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(table.ddl);
  const columns = table.headers.map((header) => `"${header}"`).join(", ");
  const records = table.rows.postgres.map((row) =>
    Object.fromEntries(table.cells(row).map((cell, at) => [table.headers[at], cell === "" ? null : cell])),
  );
  await client.query(
    `insert into ${table.table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table.table}, $1) on conflict do nothing`,
    [JSON.stringify(records)],
  );
  await client.end();
}
