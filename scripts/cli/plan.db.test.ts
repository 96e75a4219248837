import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { insertRegistry } from "@/lib/db/registries";
import { sampleRegistry } from "@/lib/db/testing/sample-registry";
import { newUuid, publicId } from "@/lib/ids";
import { chittysync } from "./command-line.test-kit";

let plane: ControlPlane;
let admin: pg.Pool;
let organization: string;

beforeAll(async () => {
  plane = await openControlPlane();
  admin = new pg.Pool({ connectionString: plane.adminUrl, max: 1 });
});

afterAll(async () => {
  await admin.end();
  await plane.close();
});

/** `chittysync plan`, as the database's owner. */
const plan = (...args: readonly string[]) =>
  chittysync(["plan", ...args], { DATABASE_MIGRATE_URL: plane.ownerUrl });

/** An organization on the free plan whose one registry has 1,500 rows, is paused over the limit. */
beforeEach(async () => {
  organization = newUuid();
  const registry = sampleRegistry({ id: newUuid(), sideIds: [], connectionIds: [] });
  await withOrg(organization, async (db) => {
    const rowsOverSince = new Date("2026-01-01T00:00:00Z");
    await db.organization.create({ data: { id: organization, name: "Acme", rowsOverSince } });
    const { id, sides, ...settings } = registry;
    await insertRegistry(db, organization, { id, sides, ...settings });
    await db.registry.updateMany({ data: { rowCount: 1_500, state: "over-limit" } });
  });
});

const org = () => publicId("org", organization);
const stored = async () =>
  (
    await admin.query(
      `select o.plan, o.rows_over_since is null as within, r.state, r.next_run_at is not null as due
         from organization o join registry r on r.organization_id = o.id where o.id = $1`,
      [organization],
    )
  ).rows[0];
const entries = async () =>
  (
    await admin.query<{ action: string; payload: unknown }>(
      "select action, payload from ledger.entry where organization_id = $1 order by seq",
      [organization],
    )
  ).rows;

test("plan show tells what is used", async () => {
  expect(await plan("show", "--org", org())).toEqual({
    code: 0,
    out: [
      `${org()} free`,
      "rows 1,500 of 1,000",
      "registries 1 of 1, 1 paused over the limit",
      "1,500 of the Free plan's 1,000 rows are used: registries are paused. All rows are kept.",
      "",
    ].join("\n"),
    err: "",
  });
  expect(await entries()).toEqual([]);
});

test("plan set gives the plan, notes it, and resumes what was over the limit", async () => {
  const answer = await plan("set", "--org", org(), "--plan", "professional");
  expect(answer).toEqual({
    code: 0,
    out: `${org()} free -> professional\nrows 1,500 of 1,000,000\nregistries 1 of 10\n`,
    err: "",
  });
  expect(await stored()).toEqual({ plan: "professional", within: true, state: "syncing", due: true });
  expect(await entries()).toMatchObject([{ action: "plan.changed" }, { action: "plan.within-limit" }]);
  // The same again changes nothing and is no news.
  expect((await plan("set", "--org", org(), "--plan", "professional")).code).toBe(0);
  expect(await entries()).toHaveLength(2);
  // Down again: warned from now on, nothing is taken away.
  expect((await plan("set", "--org", org(), "--plan", "free")).out).toContain("new rows wait");
  expect(await stored()).toEqual({ plan: "free", within: false, state: "syncing", due: true });
});

test("what cannot be done is refused in words, and nothing changes", async () => {
  for (const args of [
    ["set", "--org", org()],
    ["set", "--org", org(), "--plan", "golden"],
    ["set", "--org", "acme", "--plan", "starter"],
    ["set", "--plan", "starter"],
    ["show", "--org", org(), "--plan", "starter"],
    ["show", "--org", org(), "--force"],
  ])
    expect(await plan(...args), args.join(" ")).toMatchObject({ code: 64, out: "" });
  const nobody = publicId("org", newUuid());
  for (const args of [
    ["show", "--org", nobody],
    ["set", "--org", nobody, "--plan", "starter"],
  ]) {
    const answer = await plan(...args);
    expect(answer).toMatchObject({ code: 1, out: "" });
    expect(answer.err).toContain("there is no such organization");
  }
  expect(await stored()).toMatchObject({ plan: "free", state: "over-limit" });
});
