import { afterAll, beforeAll, expect, test } from "vitest";
import { openProviders, type Providers } from "@/lib/sync/testing/providers";
import { type TestDatabase, testDatabase } from "../scripts/testing/database";
import { ROUND } from "./data/changes";
import { members } from "./data/members";
import { placeRows, placeTable } from "./data/place";
import { runPart } from "./part";
import { measure as measureApply } from "./parts/apply";
import { measure as measureDiff } from "./parts/diff";
import { measure as measureLedger } from "./parts/ledger";
import type { PassInput, PassReport } from "./parts/pass";
import { measure as measureStaging } from "./parts/staging";

let ours: TestDatabase;
let theirs: TestDatabase;
let providers: Providers;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([testDatabase(), testDatabase()]);
  providers = await openProviders(ours.appUrl);
});

afterAll(async () => {
  await providers.close();
  await Promise.all([ours.drop(), theirs.drop()]);
});

test("a pass, bundled, brings what three sides' people did in one round to all of them, and the next finds nothing", async () => {
  const { ownerUrl } = theirs;
  await placeRows(ownerUrl, members, { rows: ROUND, layout: "equal" });
  const { first, changed, idle } = await runPart<PassInput, PassReport>(
    "pass",
    { ownerUrl, dataset: "members", sides: 3 },
    { isBundled: true, signal: AbortSignal.timeout(120_000) },
  );
  expect(first.counts).toMatchObject({ create: 0, update: 0, delete: 0, verified: ROUND - 3 });
  expect(changed.counts).toMatchObject({
    create: 6,
    update: 16,
    delete: 2,
    conflict: 1,
    verified: ROUND - 1,
  });
  expect(idle.counts).toMatchObject({ create: 0, update: 0, delete: 0, conflict: 0, verified: ROUND - 1 });
});

test("the diff finds exactly the rows of the round that something happened to", async () => {
  const customers = await testDatabase();
  await placeRows(customers.ownerUrl, members, { rows: ROUND, layout: "equal" });
  const report = await measureDiff({ ownerUrl: customers.ownerUrl, dataset: "members", sides: 3 });
  await customers.drop();
  expect(report.candidates).toBe(12);
});

test("writes through the connector are all done", async () => {
  await placeTable(theirs.ownerUrl, members, "member_of_apply");
  const input = { ownerUrl: theirs.ownerUrl, dataset: "members", table: "member_of_apply" } as const;
  expect(await measureApply({ ...input, rows: ROUND })).toMatchObject({ rows: ROUND });
});

test("staging and ledger answer as often as they are asked", async () => {
  expect((await measureStaging({ dataset: "members", rows: 50 })).staged).toHaveLength(5);
  const { latencies } = await measureLedger({ organizations: 2, appenders: 2, appends: 6, entries: 2 });
  expect(latencies).toHaveLength(6);
});
