import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type ControlPlane,
  openControlPlane,
  type Planted,
  plantOrganization,
} from "../control-plane.test-kit";
import { withRows } from "../row-store";
import { type StagedRecord, sealOf, stageRecords } from "./stage";

const ROWS = 100_000;
const PAGE = 5_000;

let plane: ControlPlane;
let acme: Planted;
let globex: Planted;

beforeAll(async () => {
  plane = await openControlPlane();
  acme = await plantOrganization("Acme");
  globex = await plantOrganization("Globex");
});

afterAll(() => plane.close());

const recordAt = (at: number): StagedRecord => ({
  locator: `row-${at}`,
  key: `key\t${at}\\`,
  matchKey: null,
  hash: at.toString(16).padStart(64, "0"),
  cells: { City: { kind: "text", text: `Město\n${at}` } } as unknown as StagedRecord["cells"],
  unknown: null,
  changedAt: at,
  grainMs: 1_000,
  changedBy: null,
  state: "present",
});

test("100,000 rows are staged under the organization of the transaction, and no other sees one", async () => {
  const began = performance.now();
  for (let from = 0; from < ROWS; from += PAGE)
    await withRows(acme.organizationId, (client) =>
      stageRecords(
        client,
        { runId: acme.runId, sideId: acme.sideId, from },
        Array.from({ length: PAGE }, (_, at) => recordAt(from + at)),
      ),
    );
  const seconds = (performance.now() - began) / 1_000;
  process.stdout.write(
    `staging: ${ROWS} rows in ${seconds.toFixed(1)} s, ${Math.round(ROWS / seconds)} rows/s in pages of ${PAGE}\n`,
  );
  const count = (organizationId: string) =>
    withRows(organizationId, async (client) => (await sealOf(client, acme.runId, acme.sideId)).count);
  expect(await count(acme.organizationId)).toBe(ROWS);
  expect(await count(globex.organizationId)).toBe(0);
  const admin = new pg.Client({ connectionString: plane.adminUrl });
  await admin.connect();
  try {
    const owners = await admin.query("select organization_id as id, count(*)::int from rows.obs group by 1");
    expect(owners.rows).toEqual([{ id: acme.organizationId, count: ROWS }]);
    const one = await admin.query("select key, cells from rows.obs where ordinal = 4321");
    expect(one.rows).toEqual([{ key: "key\t4321\\", cells: recordAt(4321).cells }]);
  } finally {
    await admin.end();
  }
});
