import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { RowClient } from "../row-store";

export type CopyValue = string | number | boolean | null;

/** Text per chunk handed to the socket: large enough to be cheap, small enough not to hold a table. */
const CHUNK_BYTES = 256 * 1024;

/** One row in COPY's text form. */
function encodeLine(values: readonly CopyValue[]): string {
  let line = "";
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    if (at > 0) line += "\t";
    if (value === null || value === undefined) line += "\\N";
    else if (typeof value === "string")
      line += ESCAPED.test(value) ? value.replace(ESCAPED_ALL, escapeOne) : value;
    else line += String(value);
  }
  return `${line}\n`;
}

const ESCAPED = /[\\\t\n\r]/;
const ESCAPED_ALL = /[\\\t\n\r]/g;
const escapeOne = (character: string): string =>
  character === "\\" ? "\\\\" : character === "\t" ? "\\t" : character === "\n" ? "\\n" : "\\r";

function* lines(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = "";
  for (const row of rows) {
    chunk += encodeLine(row);
    if (chunk.length >= CHUNK_BYTES) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk) yield chunk;
}

/**
 * COPYs rows into a temporary table of this transaction, made here and dropped with it. COPY is refused on tables
 * with row-level security, so the caller moves them on with INSERT ... SELECT, taking the organization from the
 * transaction's setting. `columns` is trusted SQL ("locator text, hash text"), never input.
 */
export async function copyIntoTemp(
  client: RowClient,
  table: string,
  columns: string,
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  await client.query(`create temp table ${table} (${columns}) on commit drop`);
  await pipeline(
    Readable.from(lines(rows), { objectMode: false }),
    client.query(copyFrom(`copy ${table} from stdin`)),
  );
}
