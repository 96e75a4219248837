import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import {
  type ControlPlane,
  openControlPlane,
  type Planted,
  plantOrganization,
} from "../control-plane.test-kit";
import { type RowClient, withRows } from "../row-store";
import { keyOf, record } from "../testing/run-store-kit/samples";
import { takenKeys } from "./candidates";
import { unknownRecords } from "./renames";
import { dropStaged, stageRecords } from "./stage";

/** Records of each of the two sides that a run has seen, all of them without a row. */
const ROWS = 5_000;
const WANTED = 20;
/** What a statement may go through for each record that it is about. */
const MOST_READS = 20;

let plane: ControlPlane;
let acme: Planted;
let vacuum: pg.Client;
const otherSide = newUuid();

const names = Array.from({ length: ROWS }, (_, at) => `Row ${at}`);

const stageRun = (runId: string) =>
  withRows(acme.organizationId, async (client) => {
    for (const sideId of [acme.sideId, otherSide])
      await stageRecords(
        client,
        { runId, sideId, from: 0 },
        names.map((name) => record(name)),
      );
  });

beforeAll(async () => {
  plane = await openControlPlane();
  acme = await plantOrganization("Acme");
  const before = newUuid();
  await stageRun(before);
  await withRows(acme.organizationId, (client) => dropStaged(client, before));
  vacuum = new pg.Client({ connectionString: plane.adminUrl });
  await vacuum.connect();
  // As long as this is held no statistics are taken of the table: what they know is the run that is gone.
  await vacuum.query("begin");
  await vacuum.query("lock table rows.obs in share update exclusive mode");
  await stageRun(acme.runId);
});

afterAll(async () => {
  await vacuum.end();
  await plane.close();
});

interface Node {
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Join Filter"?: number;
  readonly Plans?: readonly Node[];
}

/** The most that a node of the plan went through, over all of its loops. */
const mostOf = (node: Node): number =>
  Math.max(
    node["Actual Loops"] *
      (node["Actual Rows"] +
        (node["Rows Removed by Filter"] ?? 0) +
        (node["Rows Removed by Join Filter"] ?? 0)),
    ...(node.Plans ?? []).map(mostOf),
  );

/** The most that a node of any statement of `work` goes through. */
async function readsOf(work: (client: RowClient) => Promise<unknown>): Promise<number> {
  const plans: Node[] = [];
  await withRows(acme.organizationId, (client) => {
    const explaining = {
      query: async (text: string, values: unknown[]) => {
        const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: Node }] }>(
          `explain (analyze, timing off, format json) ${text}`,
          values,
        );
        plans.push(...rows.map((row) => row["QUERY PLAN"][0].Plan));
        return { rows: [] };
      },
    };
    return work(explaining as unknown as RowClient);
  });
  return Math.max(...plans.map(mostOf));
}

test("a run's records are looked up among its own by their form, though nothing is known of the run", async () => {
  const reads = await readsOf((client) => unknownRecords(client, acme));
  expect(reads).toBeGreaterThanOrEqual(ROWS);
  expect(reads).toBeLessThan(ROWS * MOST_READS);
});

test("keys that are wanted are looked up one by one, however many the run has seen", async () => {
  const wanted = names.slice(0, WANTED).map((name) => ({ rowId: newUuid(), form: keyOf(name) }));
  const reads = await readsOf((client) => takenKeys(client, acme, wanted));
  expect(reads).toBeGreaterThanOrEqual(WANTED);
  expect(reads).toBeLessThan(WANTED * MOST_READS);
});
