import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import { type ControlPlane, openControlPlane } from "./control-plane.test-kit";
import { type EntryFilter, listEntries } from "./ledger-entries";
import { type RowClient, withRows } from "./row-store";

/** Long enough that the planner has reasons to look for another way. */
const ENTRIES = 30_000;

let plane: ControlPlane;
let admin: pg.Pool;
const organizationId = newUuid();
const [registryId, runId] = [newUuid(), newUuid()];

const ANY: EntryFilter = {
  ...{ targets: null, from: null, to: null, actor: null, actions: null, hidden: [], registryId: null },
  ...{ side: null, outcome: null, runId: null, deedsOnly: false },
};

beforeAll(async () => {
  plane = await openControlPlane();
  admin = new pg.Pool({ connectionString: plane.adminUrl, max: 1 });
  // As runs leave it: nearly all of it rows, written by the schedule, which went well; one in a thousand is something else.
  await admin.query(
    `insert into ledger.entry (organization_id, seq, leaf, leaf_hash, action, target_type, target_ref, run_id, recorded_at,
                               actor_type, actor_ref, outcome, registry_id, side_ref)
     select $1, n, '{}', 'h', case when rare then 'run.approved' else 'row.written' end,
            case when rare then 'run' else 'row' end, 'row_' || n % 10000, case when rare then $3::uuid end,
            '2026-01-01'::timestamptz + n * interval '1 second',
            case when rare then 'person' else 'schedule' end, case when rare then 'per_1' else 'schedule' end,
            case when rare then 'refused' else 'ok' end, case when rare then $2::uuid else $1::uuid end,
            case when rare then 'sid_1' else 'sid_2' end
       from (select n, n % 1000 = 7 as rare from generate_series(0, $4::int - 1) as n) s`,
    [organizationId, registryId, runId, ENTRIES],
  );
  await admin.query("analyze ledger.entry");
});

afterAll(async () => {
  await admin.end();
  await plane.close();
});

/** The plans of the statements that a page asks, as the application's role. */
async function plansOf(filter: Partial<EntryFilter>): Promise<string> {
  const plans: string[] = [];
  await withRows(organizationId, async (client) => {
    const watched = {
      query: async (text: string, values: unknown[]) => {
        const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain analyze ${text}`, values);
        plans.push(...rows.map((row) => row["QUERY PLAN"]));
        return client.query(text, values);
      },
    } as unknown as RowClient;
    await listEntries(watched, { ...ANY, ...filter }, { before: ENTRIES, size: 51 });
  });
  return plans.join("\n");
}

test.each<[string, Partial<EntryFilter>, string]>([
  ["everything", {}, "entry_pkey"],
  ["a row", { targets: ["row_17", "row_18"] }, "entry_target"],
  ["an actor", { actor: "per_1" }, "entry_actor"],
  ["an action", { actions: ["run.approved"] }, "entry_action"],
  ["a registry", { registryId }, "entry_registry"],
  ["a side", { side: "sid_1" }, "entry_side"],
  ["what went wrong", { outcome: "refused" }, "entry_ended"],
  ["a run", { runId }, "entry_run"],
  ["a time", { from: new Date("2026-01-01T01:00:00Z"), to: new Date("2026-01-01T02:00:00Z") }, "entry_time"],
  ["what people did", { deedsOnly: true }, "entry_deed"],
  ["somebody who is not there", { actor: "per_2" }, "entry_actor"],
])("a page of %s is read from an index, and little else is read", async (_what, filter, index) => {
  const plans = await plansOf(filter);
  expect(plans).toMatch(new RegExp(`${index}`));
  expect(plans).not.toContain("Seq Scan");
  const removed = [...plans.matchAll(/Rows Removed by Filter: (\d+)/g)].map(([, rows]) => Number(rows));
  expect(Math.max(0, ...removed), plans).toBeLessThan(200);
});
