import pg from "pg";
import { largestCities } from "../../scripts/demo/real-data";
import { changeAt } from "./changes";
import { COLUMNS, FIELDS, valuesOf } from "./record";

/** Rows per statement. */
const CHUNK = 10_000;

const NAMES = FIELDS.map((field) => field.id).join(", ");

/** The tables that are sides, in the order in which they are sides: A holds everything, B nothing, C a part. */
const TABLES = ["city_a", "city_b", "city_c"] as const;

export const tablesOf = (sides: number): readonly string[] => TABLES.slice(0, sides);

/**
 * Makes the customer's tables: `city_source` with every city and what is to happen to it, the sides as they stand
 * before the first look, and the empty tables that writes are measured on. Answers how many cities there are.
 */
export async function placeCities(ownerUrl: string, rows: number): Promise<number> {
  const cities = largestCities(rows);
  await withOwner(ownerUrl, async (client) => {
    await client.query(`create table city_source (${COLUMNS}, change text not null)`);
    for (const name of [...TABLES, "city_of_apply", "city_of_prisma"])
      await client.query(`create table ${name} (${COLUMNS})`);
    for (let from = 0; from < cities.length; from += CHUNK) {
      const part = cities.slice(from, from + CHUNK).map((city, at) => ({
        ...Object.fromEntries(valuesOf(city).map((value, column) => [FIELDS[column]?.id, value])),
        change: changeAt(from + at),
      }));
      await client.query(
        "insert into city_source select * from jsonb_populate_recordset(null::city_source, $1)",
        [JSON.stringify(part)],
      );
    }
    const old = `select ${NAMES} from city_source where change not like 'new-%'`;
    await client.query(`insert into city_a ${old}`);
    await client.query(`insert into city_c ${old} and city_id % 5 < 3`);
    await client.query("analyze");
  });
  return cities.length;
}

/** The customer's day: what `changes.ts` says happens to the rows, in the tables themselves. */
export async function changeCities(ownerUrl: string): Promise<void> {
  const update = (table: string, set: string, change: string) =>
    `update ${table} t set ${set} from city_source s where s.city_id = t.city_id and s.change = '${change}'`;
  const insert = (table: string, change: string) =>
    `insert into ${table} select ${NAMES} from city_source where change = '${change}'`;
  await withOwner(ownerUrl, async (client) => {
    await client.query(update("city_a", "population = t.population + 1", "edit-a"));
    await client.query(update("city_b", "name = t.name || ' (B)'", "edit-b"));
    await client.query(update("city_a", "feature = 'A'", "edit-both"));
    await client.query(update("city_b", "feature = 'B'", "edit-both"));
    await client.query(insert("city_a", "new-a"));
    await client.query(insert("city_b", "new-b"));
    await client.query(
      "delete from city_a t using city_source s where s.city_id = t.city_id and s.change = 'delete-a'",
    );
  });
}

async function withOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
