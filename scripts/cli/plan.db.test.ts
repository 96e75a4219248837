import { spawn } from "node:child_process";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { insertRegistry } from "@/lib/db/registries";
import { sampleRegistry } from "@/lib/db/testing/sample-registry";
import { newUuid, publicId } from "@/lib/ids";

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

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command as the operator runs it, as the database's owner. */
function chittysync(...args: readonly string[]): Promise<Answer> {
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, "../chittysync.mjs"), ...args], {
    env: { ...process.env, DATABASE_MIGRATE_URL: plane.ownerUrl },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
}

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
  expect(await chittysync("plan", "show", "--org", org())).toEqual({
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
  const answer = await chittysync("plan", "set", "--org", org(), "--plan", "professional");
  expect(answer).toEqual({
    code: 0,
    out: `${org()} free -> professional\nrows 1,500 of 1,000,000\nregistries 1 of 10\n`,
    err: "",
  });
  expect(await stored()).toEqual({ plan: "professional", within: true, state: "syncing", due: true });
  expect(await entries()).toMatchObject([{ action: "plan.changed" }, { action: "plan.within-limit" }]);
  // The same again changes nothing and is no news.
  expect((await chittysync("plan", "set", "--org", org(), "--plan", "professional")).code).toBe(0);
  expect(await entries()).toHaveLength(2);
  // Down again: warned from now on, nothing is taken away.
  expect((await chittysync("plan", "set", "--org", org(), "--plan", "free")).out).toContain("new rows wait");
  expect(await stored()).toEqual({ plan: "free", within: false, state: "syncing", due: true });
});

test("what cannot be done is refused in words, and nothing changes", async () => {
  for (const args of [
    ["plan", "set", "--org", org()],
    ["plan", "set", "--org", org(), "--plan", "golden"],
    ["plan", "set", "--org", "acme", "--plan", "starter"],
    ["plan", "set", "--plan", "starter"],
    ["plan", "show", "--org", org(), "--plan", "starter"],
    ["plan", "show", "--org", org(), "--force"],
  ])
    expect(await chittysync(...args), args.join(" ")).toMatchObject({ code: 64, out: "" });
  const nobody = publicId("org", newUuid());
  for (const args of [
    ["show", "--org", nobody],
    ["set", "--org", nobody, "--plan", "starter"],
  ]) {
    const answer = await chittysync("plan", ...args);
    expect(answer).toMatchObject({ code: 1, out: "" });
    expect(answer.err).toContain("there is no such organization");
  }
  expect(await stored()).toMatchObject({ plan: "free", state: "over-limit" });
});
