import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Cells, Value } from "@/lib/engine/value";
import { changeAt } from "./changes";
import type { Dataset } from "./dataset";

/** The tables that are sides, in the order in which they are sides. */
const TABLES = ["side_a", "side_b", "side_c"] as const;

export const tablesOf = (sides: number): readonly string[] => TABLES.slice(0, sides);

/** equal: every side holds every row. uneven: A holds every row, B none, C three of five. */
export type Layout = "equal" | "uneven";

/**
 * Makes the customer's tables: `source_row` with every row and what is to happen to it, and the sides as they stand
 * before the first look. Answers how many rows there are.
 */
export async function placeRows(
  ownerUrl: string,
  dataset: Dataset,
  { rows, layout }: { readonly rows: number; readonly layout: Layout },
): Promise<number> {
  return withOwner(ownerUrl, async (client) => {
    await client.query(
      `create table source_row (${dataset.columns}, change text not null, number int not null)`,
    );
    const copy = client.query(copyFrom("copy source_row from stdin"));
    await pipeline(Readable.from(lines(dataset, await dataset.rows(rows)), { objectMode: false }), copy);
    const names = namesOf(dataset);
    const old = `select ${names} from source_row where change not like 'new-%'`;
    for (const name of TABLES) await client.query(`create table ${name} (${dataset.columns})`);
    await client.query(`insert into side_a ${old}`);
    if (layout === "equal") await client.query(`insert into side_b ${old}`);
    await client.query(`insert into side_c ${old} ${layout === "equal" ? "" : "and number % 5 < 3"}`);
    await client.query("analyze side_a, side_b, side_c, source_row");
    return copy.rowCount ?? 0;
  });
}

/** An empty table of the customer's with the dataset's columns. */
export const placeTable = (ownerUrl: string, dataset: Dataset, name: string): Promise<unknown> =>
  withOwner(ownerUrl, (client) => client.query(`create table ${name} (${dataset.columns})`));

/** The customer's day: what `changes.ts` says happens to the rows, in the tables themselves. */
export async function changeRows(ownerUrl: string, dataset: Dataset): Promise<void> {
  const key = dataset.key.map((column) => `s.${column} = t.${column}`).join(" and ");
  const of = (change: string) => `source_row s where ${key} and s.change = '${change}'`;
  const names = namesOf(dataset);
  const { a, b, both } = dataset.edits;
  await withOwner(ownerUrl, async (client) => {
    await client.query(`update side_a t set ${a.sql} from ${of("edit-a")}`);
    await client.query(`update side_b t set ${b.sql} from ${of("edit-b")}`);
    await client.query(`update side_a t set ${both[0].sql} from ${of("edit-both")}`);
    await client.query(`update side_b t set ${both[1].sql} from ${of("edit-both")}`);
    await client.query(`insert into side_a select ${names} from source_row where change = 'new-a'`);
    await client.query(`insert into side_b select ${names} from source_row where change = 'new-b'`);
    await client.query(`delete from side_a t using ${of("delete-a")}`);
  });
}

const namesOf = ({ fields }: Dataset): string => fields.map((field) => field.id).join(", ");

function* lines(dataset: Dataset, rows: Iterable<Cells>): Generator<string> {
  let number = 0;
  for (const cells of rows) {
    const values = dataset.fields.map(({ id }) => copyText(cells[id] ?? null));
    yield `${[...values, changeAt(number), String(number)].join("\t")}\n`;
    number += 1;
  }
}

/** The datasets' texts hold neither tabs nor backslashes, their lists neither commas nor quotes. */
function copyText(value: Value): string {
  if (value === null) return "\\N";
  return Array.isArray(value) ? `{${value.join(",")}}` : String(value);
}

async function withOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
