import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Session } from "./client";
import { Digests } from "./digests";
import { quoted } from "./identifiers";
import type { Column } from "./introspect";
import type { Row } from "./link";
import type { Table } from "./table";

/** Larger tables are not scanned: half a second for 100,000 rows is a fair price, a minute is none. */
export const MAX_SCANNED_ROWS = 2_000_000;

/** The texts of all cells that a record is made of, as the server prints a row: quoted, so that none runs into the next. */
const rowText = (table: Table): string => `row(${table.output})::text`;

/** The hash of a row of `output`, to be selected behind it. MD5: no inner function, which another version may change. */
export const rowHash = (table: Table): string => `md5(${rowText(table)})`;

/** The hash behind a row of `output`. */
export function hashOf(table: Table, row: Row): string {
  const hash = row[table.outputWidth];
  if (!hash || !/^[0-9a-f]{32}$/.test(hash)) throw unreadable();
  return hash;
}

/** `Table.locatorOfKey` in SQL, character by character: JSON of canonical texts. */
export const locatorText = (table: Table): string =>
  `'[' || ${table.keyColumns.map((column) => `to_json(${keyText(column)})::text`).join(" || ',' || ")} || ']'`;

/** `decode` in SQL for the kinds that a key can have. */
function keyText(column: Column): string {
  const name = `t.${quoted(column.name)}`;
  if (column.kind === "numeric") return `trim_scale(${name}::numeric)::text`;
  if (column.kind !== "timestamp" && column.kind !== "timestamptz") return `${name}::text`;
  const clock =
    column.kind === "timestamp"
      ? `replace(${name}::text, ' ', 'T')`
      : `replace(left(${name}::text, -3), ' ', 'T') || 'Z'`;
  return `case when ${name} >= '0001-01-01' and ${name} < '10000-01-01' then ${clock} else ${name}::text end`;
}

const partitionNumber = (locator: string): string =>
  `('x' || left(md5(convert_to(${locator}, 'UTF8')), 3))::bit(12)::int >> 2`;

/** `partitionOf` of a row's locator. */
export const partitionText = (table: Table): string => partitionNumber(locatorText(table));

const digit = z.string().regex(/^-?\d{1,40}$/);
const scanForm = z.array(z.tuple([z.string().regex(/^\d{1,4}$/), digit, digit, digit, digit]));

export interface Scan {
  readonly digests: Digests;
  /** Characters of the rows' texts, by partition. */
  readonly sizes: ReadonlyMap<number, number>;
}

/** The digests of all rows: one query, one pass. `offset 0` keeps each text from being made more than once. */
export async function scan(session: Session, table: Table): Promise<Scan> {
  const hashed =
    `select ${partitionNumber("l")} p, md5(r) h, octet_length(r) size from ` +
    `(select ${rowText(table)} r, ${locatorText(table)} l from ${table.name} t offset 0) a offset 0`;
  const half = (side: "left" | "right") => `sum(('x' || ${side}(h, 16))::bit(64)::bigint)::text`;
  const rows = await session.query(
    `select p::text, count(*)::text, ${half("left")}, ${half("right")}, sum(size)::text from (${hashed}) b group by p`,
  );
  const told = scanForm.safeParse(rows);
  if (!told.success) throw unreadable();
  const digests = new Digests();
  const sizes = new Map<number, number>();
  for (const [partition, count, high, low, size] of told.data) {
    digests.put(Number(partition), Number(count), BigInt(high), BigInt(low));
    sizes.set(Number(partition), Number(size));
  }
  return { digests, sizes };
}

const unreadable = (): AppError =>
  new AppError("upstream-unavailable", "The server's answer about the table's content cannot be read.");
