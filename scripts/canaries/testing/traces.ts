import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Installation } from "./installation";
import { walPlace } from "./wal-place";

/** The text of every row of every table, and what of the write-ahead log was written since. */
export async function seeDatabases({ flock, world, harness, admin, since }: Installation): Promise<void> {
  for (const [name, query] of [
    ["ours", (text: string) => world.ours<{ text: string }>(text)],
    ["runner", async (text: string) => (await harness.database.owner.query<{ text: string }>(text)).rows],
  ] as const) {
    const tables = await query(
      `select oid::regclass::text as text from pg_class where relkind in ('r', 'm')
          and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'`,
    );
    for (const { text: table } of tables)
      flock.see(
        `${name} ${table}`,
        (await query(`select t::text as text from ${table} t`)).map(({ text }) => text).join("\n"),
      );
  }
  const { rows } = await admin.query<{ data: string }>("select current_setting('data_directory') as data");
  const folder = path.join(rows[0]?.data ?? "", "pg_wal");
  // Writes out what was logged so far. A checkpoint would do so too, and give away the files that it needs no more.
  await admin.query("begin; set local synchronous_commit = on; select pg_current_xact_id(); commit");
  const end = await walPlace(admin);
  for (const file of readdirSync(folder).filter((each) => each >= since.file && each <= end.file)) {
    const bytes = readFileSync(path.join(folder, file));
    const from = file === since.file ? since.offset : 0;
    flock.places.push({
      name: `wal ${file}`,
      bytes: bytes.subarray(from, file === end.file ? end.offset : bytes.length),
    });
  }
}
