import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import { type ControlPlane, openControlPlane } from "../control-plane.test-kit";
import { type RowClient, withRows } from "../row-store";
import { noteGrowth, noteRows } from "./statistics";

let plane: ControlPlane;

beforeAll(async () => {
  plane = await openControlPlane();
});

afterAll(() => plane.close());

async function planOf(client: RowClient, statement: string): Promise<string> {
  const { rows } = await client.query<Record<string, string>>(`explain ${statement}`);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

const LOOKED_UP = [
  ["a row of the base", `select from rows.base where registry_id = '${newUuid()}' and form = 'x'`],
  ["a record of a run", `select from rows.obs where run_id = '${newUuid()}' and form = 'x'`],
] as const;

// What is compared with coalesce(...) is no condition of an index there: Postgres cannot tell that it keeps a secret.
test.each(LOOKED_UP)(
  "%s is found by its form through an index, under row-level security",
  async (_, statement) => {
    await withRows(newUuid(), async (client) => {
      for (const way of ["seqscan", "hashjoin", "mergejoin"])
        await client.query(`set local enable_${way} = off`);
      expect(await planOf(client, statement)).toMatch(/Index Cond: .*\bform = /);
    });
  },
);

test("statistics are taken of the tables that runs fill, and of no other", async () => {
  await withRows(newUuid(), async (client) => {
    await noteRows(client, "plan", { before: 0, added: 5_000 });
    await noteGrowth(client);
  });
  const refused = withRows(newUuid(), (client) =>
    client.query("select rows.refresh_statistics('wish', false)"),
  );
  await expect(refused).rejects.toThrow("no statistics are taken of rows.wish by hand");
});

test("statistics are taken of a table of any size", async () => {
  const admin = new pg.Client({ connectionString: plane.adminUrl });
  await admin.connect();
  // As of a table that would take a test hours to fill.
  await admin.query("update pg_class set relpages = 2147483647 where oid = 'rows.base'::regclass");
  await admin.end();
  await withRows(newUuid(), noteGrowth);
});
