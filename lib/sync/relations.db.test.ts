import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listIssues } from "@/lib/services/issues/list-issues";
import { createRegistry } from "@/lib/services/registries/create-registry";
import { createRegistryInput } from "@/lib/services/registries/registry-input";
import { listRows } from "@/lib/services/rows/browse-rows";
import { openWorld, type World } from "./testing/world";

/** Countries and cities on three sides; a city points at its country by page, by foreign key, by text. */
let world: World;
let countries: Placed;
let cities: Placed;

interface Placed {
  readonly id: string;
  readonly dataSourceId: string;
  readonly sheet: { readonly spreadsheetId: string; readonly sheetId: number };
}

async function place(
  name: string,
  key: string,
  fields: readonly { name: string; type: string; target?: string }[],
  relation?: { readonly dataSourceId: string },
): Promise<Placed> {
  const properties = Object.fromEntries(
    fields.map(({ name: field, type }, at) => [
      field,
      at === 0
        ? "title"
        : type === "relation"
          ? { relation: { data_source_id: relation?.dataSourceId, single_property: {} } }
          : "rich_text",
    ]),
  );
  const { dataSourceId } = world.notion<{ dataSourceId: string }>("create-database", {
    title: name,
    properties,
  });
  const book = world.google<{ spreadsheetId: string; sheets: { sheetId: number }[] }>("create-spreadsheet", {
    title: name,
    owner: world.tenant.googleEmail,
    sheets: [{ title: name, rows: [fields.map((field) => field.name)] }],
  });
  const sheet = { spreadsheetId: book.spreadsheetId, sheetId: book.sheets[0]?.sheetId ?? 0 };
  const { connections, caller } = world.tenant;
  const { id } = await createRegistry(
    caller,
    createRegistryInput.parse({
      name,
      key: [key],
      fields,
      schedule: "manual",
      sides: [
        { connectionId: connections.notion, location: { dataSourceId } },
        { connectionId: connections.postgres, location: { schema: "public", table: name.toLowerCase() } },
        { connectionId: connections.google, location: { ...sheet, title: name } },
      ],
    }),
  );
  return { id, dataSourceId, sheet };
}

beforeAll(async () => {
  world = await openWorld();
  await world.sql(`create table countries ("Code" text primary key, "Name" text);
    create table cities ("City" text primary key, "Country" text references countries, "Mayor" text)`);
  countries = await place("Countries", "Code", [
    { name: "Code", type: "text" },
    { name: "Name", type: "text" },
  ]);
  for (const [code, name] of [
    ["PT", "Portugal"],
    ["NO", "Norway"],
    ["IT", "Italy"],
  ] as const)
    world.notion("create-row", { dataSourceId: countries.dataSourceId, values: { Code: code, Name: name } });
  expect((await world.run(countries.id)).status).toBe("done");
  cities = await place(
    "Cities",
    "City",
    [
      { name: "City", type: "text" },
      { name: "Country", type: "relation", target: countries.id },
      { name: "Mayor", type: "text" },
    ],
    countries,
  );
});

afterAll(() => world.close());

const notionRows = (dataSourceId: string) =>
  world.notion<{ rows: { pageId: string; cells: Record<string, string> }[] }>("rows", { dataSourceId }).rows;

const countryPage = (code: string): string =>
  notionRows(countries.dataSourceId).find(({ cells }) => cells.Code === code)?.pageId ?? "";

const cityPage = (city: string): string =>
  notionRows(cities.dataSourceId).find(({ cells }) => cells.City === city)?.pageId ?? "";

/** The country of each city as each side shows it. */
async function shown(city: string): Promise<{ notion: unknown; postgres: unknown; sheet: unknown }> {
  const [row] = await world.sql<{ Country: string | null }>(
    `select "Country" from cities where "City" = $1`,
    [city],
  );
  const lines = world.google<{ rows: string[][] }>("rows", cities.sheet).rows;
  return {
    notion: notionRows(cities.dataSourceId).find(({ cells }) => cells.City === city)?.cells.Country,
    postgres: row === undefined ? undefined : (row.Country ?? ""),
    sheet: lines.filter(([name]) => name === city).map(([, country = ""]) => country)[0],
  };
}

const all = (code: string) => ({ notion: code, postgres: code, sheet: code });
const runCities = () => world.run(cities.id);
const isDirty = async () =>
  (await world.ours<{ dirty: boolean }>("select dirty from public.registry where name = 'Cities'"))[0];
const issues = async () => (await listIssues(world.tenant.caller, cities.id)).data;

describe("a relation", () => {
  test("made on any side arrives on the others in their own form", async () => {
    world.notion("create-row", {
      dataSourceId: cities.dataSourceId,
      values: { City: "Lisbon", Country: [countryPage("PT")] },
    });
    await world.sql(`insert into cities values ('Oslo', 'NO')`);
    world.google("append-row", { ...cities.sheet, values: ["Rome", "IT", ""] });
    expect(await runCities()).toMatchObject({ status: "done", counts: { create: 6, rows: 3, verified: 3 } });
    expect(await shown("Lisbon")).toEqual(all("PT"));
    expect(await shown("Oslo")).toEqual(all("NO"));
    expect(await shown("Rome")).toEqual(all("IT"));
    expect((await runCities()).counts).toMatchObject({ create: 0, update: 0 });
    const { data } = await listRows(world.tenant.caller, cities.id, { key: "Oslo", cursor: null });
    expect(data[0]?.cells.Country).toEqual(["NO"]);
  });

  test("is changed and emptied everywhere", async () => {
    await world.sql(`update cities set "Country" = 'IT' where "City" = 'Oslo'`);
    world.notion("edit-cell", { pageId: cityPage("Rome"), property: "Country", value: null });
    expect((await runCities()).status).toBe("done");
    expect(await shown("Oslo")).toEqual(all("IT"));
    expect(await shown("Rome")).toEqual(all(""));
  });

  test("to a row that is not synced yet waits; the rest of the row does not", async () => {
    const { pageId } = world.notion<{ pageId: string }>("create-row", {
      dataSourceId: countries.dataSourceId,
      values: { Code: "FR", Name: "France" },
    });
    world.notion("create-row", {
      dataSourceId: cities.dataSourceId,
      values: { City: "Paris", Country: [pageId], Mayor: "Anne" },
    });
    world.notion("edit-cell", { pageId: cityPage("Lisbon"), property: "Country", value: [pageId] });
    world.notion("edit-cell", { pageId: cityPage("Lisbon"), property: "Mayor", value: "Carlos" });
    const run = await runCities();
    expect(run.status).toBe("done-with-issues");
    expect(run.counts.verified).toBeLessThan(run.counts.rows ?? 0);
    expect(await issues()).toMatchObject([{ field: "Country", reason: "relation-without-row", rows: 2 }]);
    expect(await shown("Paris")).toEqual({ notion: "FR", postgres: "", sheet: "" });
    expect(await shown("Lisbon")).toEqual({ notion: "FR", postgres: "PT", sheet: "PT" });
    const mayors = await world.sql(
      `select "Mayor" from cities where "City" in ('Paris', 'Lisbon') order by 1`,
    );
    expect(mayors).toEqual([{ Mayor: "Anne" }, { Mayor: "Carlos" }]);
  });

  test("wakes its registry once the row it points at is there, and not before", async () => {
    await world.run(countries.id, { kind: "dry-run" });
    expect(await isDirty()).toEqual({ dirty: false });
    expect((await world.run(countries.id)).status).toBe("done");
    expect(await isDirty()).toEqual({ dirty: true });
    for (const kind of ["dry-run", "shadow"] as const) {
      await world.run(cities.id, { kind });
      expect(await isDirty(), kind).toEqual({ dirty: true });
    }
  });

  test("is written as soon as the row it points at is there", async () => {
    expect((await runCities()).status).toBe("done");
    expect(await shown("Paris")).toEqual(all("FR"));
    expect(await shown("Lisbon")).toEqual(all("FR"));
    expect(await issues()).toEqual([]);
  });

  test("that one side cannot show yet is pending there and written later", async () => {
    // The country is a row already, but not on Notion: its create was refused.
    world.google("append-row", { ...countries.sheet, values: ["ES", "Spain"] });
    world.notion("fault", { kind: "500", match: { method: "POST", path: "^/v1/pages$" }, times: 1_000 });
    expect((await world.run(countries.id)).status).toBe("done-with-issues");
    world.notion("clear-faults");
    world.google("append-row", { ...cities.sheet, values: ["Madrid", "ES", "Jose"] });
    expect((await runCities()).status).toBe("done-with-issues");
    expect(await shown("Madrid")).toEqual({ notion: "", postgres: "ES", sheet: "ES" });
    expect((await issues()).map(({ reason }) => reason)).toEqual(["relation-pending"]);
    await world.run(countries.id);
    expect((await runCities()).status).toBe("done");
    expect(await shown("Madrid")).toEqual(all("ES"));
  });

  test("whose row gets another key is followed by id; a text that no longer names a row is said so", async () => {
    await world.sql(`alter table cities drop constraint "cities_Country_fkey",
      add foreign key ("Country") references countries on update cascade`);
    world.notion("edit-cell", { pageId: countryPage("FR"), property: "Code", value: "FRA" });
    expect((await world.run(countries.id)).status).toBe("done");
    expect((await runCities()).status).toBe("done-with-issues");
    expect(await shown("Paris")).toEqual({ notion: "FRA", postgres: "FRA", sheet: "FR" });
    expect(await issues()).toMatchObject([{ field: "Country", reason: "relation-without-row" }]);
    // A run that changes nothing wakes nobody: two that wait for each other in vain would take turns for ever.
    await world.run(countries.id);
    expect(await isDirty()).toEqual({ dirty: false });
    for (const row of [0, 1, 2, 3, 4, 5]) {
      const [cells] = world.google<{ rows: string[][] }>("rows", {
        ...cities.sheet,
        offset: row,
        limit: 1,
      }).rows;
      if (cells?.[1] === "FR") world.google("edit-cell", { ...cities.sheet, row, column: 1, value: "FRA" });
    }
    expect((await runCities()).status).toBe("done");
    expect(await shown("Paris")).toEqual(all("FRA"));
  });
});
