import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changelogScript } from "@/lib/connectors/postgres/changelog-script";
import { pauseRegistry, resumeRegistry } from "@/lib/services/registries/browse-registries";
import { createRegistry } from "@/lib/services/registries/create-registry";
import { lastDriftCheck } from "@/lib/services/registries/drift-certificate";
import { createRegistryInput } from "@/lib/services/registries/registry-input";
import { listRuns } from "@/lib/services/runs/browse-runs";
import { approveRun } from "@/lib/services/runs/decide-run";
import { requestDueRuns } from "@/lib/services/runs/request-due-runs";
import type { RunView } from "@/lib/services/runs/run-view";
import { advanceOn } from "./advance";
import { hostOf, type RunHost } from "./host";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { jumpingClock, Killed } from "./testing/meddle";
import { openWorld, runUuid, type World } from "./testing/world";

/** A drift check compares everything, says what it found in a certificate, and changes nothing. */
let world: World;
let registry: Companies;

const ROWS = 12;
const HOUR_MS = 3_600_000;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, {
    notion: companies(1, ROWS),
    settings: { brakes: { deletedFloor: 2 } },
  });
});

afterAll(() => world.close());

const check = (id = registry.id): Promise<RunView> => world.run(id, { kind: "drift-check" });

async function certificateOf(id = registry.id) {
  const { certificate } = await lastDriftCheck(world.tenant.caller, id);
  if (!certificate) throw new Error("There is no certificate.");
  return certificate;
}

const EQUAL = {
  ...{ matched: ROWS, different: 0, missing: 0, unread: 0, optional: 0 },
  ...{ extra: 0, excluded: 0, outside: 0, count: ROWS },
};

const entriesOf = (run: Pick<RunView, "id">) =>
  world.ours<{ action: string; outcome: string; payload: string }>(
    `select action, (leaf::json ->> 'outcome') as outcome, payload from ledger.entry
      where run_id = $1 and action = 'drift.checked'`,
    [runUuid(run)],
  );

/** What only runs that write may touch. */
const kept = () =>
  Promise.all([
    world.ours(
      "select id, state, state_reason, row_count, last_run_id, next_run_at from public.registry order by id",
    ),
    world.ours("select id, mark from public.side order by id"),
    world.ours("select * from rows.link order by side_id, row_id"),
    world.ours("select row_id, version, hash from rows.base order by row_id"),
    world.ours("select id, known from rows.issue where known"),
  ]);

describe("a drift check", () => {
  test("is refused before a first sync, and nothing was ever checked", async () => {
    await expect(check()).rejects.toMatchObject({ kind: "stale" });
    expect(await lastDriftCheck(world.tenant.caller, registry.id)).toEqual({ certificate: null });
    await registry.run();
  });

  test("of equal sides says so, in the run, in the registry and in the ledger", async () => {
    const before = await kept();
    const run = await check();
    expect(run).toMatchObject({ status: "done", counts: { verified: ROWS, rows: ROWS } });
    expect(await kept()).toEqual(before);
    const certificate = await certificateOf();
    expect(certificate).toMatchObject({ runId: run.id, equal: true, rows: ROWS, matched: ROWS });
    expect(certificate.baseDigest).toMatch(/^[0-9a-f]{32}$/);
    expect(Object.keys(certificate.perSide).sort()).toEqual(Object.values(registry.sides).sort());
    for (const side of Object.values(certificate.perSide)) expect(side).toMatchObject(EQUAL);
    const entries = await entriesOf(run);
    expect(entries).toMatchObject([{ outcome: "ok" }]);
    expect(JSON.parse(entries[0]?.payload ?? "")).toMatchObject({
      ...{ registry: registry.id, rows: ROWS, equal: ROWS, baseDigest: certificate.baseDigest },
      sides: expect.arrayContaining([
        expect.objectContaining({ side: registry.sides.notion, digest: expect.any(String), count: ROWS }),
      ]),
    });
    expect(entries[0]?.payload).not.toContain("Company 1");
  });

  test("tells what was edited, removed, added and made twice, by side", async () => {
    await registry.table.edit("C01", "City", "By hand");
    await registry.notion.remove("C02");
    await registry.sheet.add(company(99), company(3));
    const before = await kept();
    const run = await check();
    expect(run).toMatchObject({ status: "done", counts: { verified: ROWS - 3, rows: ROWS } });
    expect(await kept()).toEqual(before);
    const { perSide, ...whole } = await certificateOf();
    expect(whole).toMatchObject({ runId: run.id, equal: false, rows: ROWS, matched: ROWS - 3 });
    const { notion, postgres, google } = registry.sides;
    expect(perSide[postgres]).toMatchObject({ ...EQUAL, matched: ROWS - 1, different: 1 });
    expect(perSide[notion]).toMatchObject({ ...EQUAL, matched: ROWS - 1, missing: 1 });
    expect(perSide[google]).toMatchObject({
      ...{ ...EQUAL, matched: ROWS - 1, different: 1, extra: 2, count: ROWS + 2 },
    });
    expect(await entriesOf(run)).toMatchObject([{ outcome: "ok" }]);
  });

  test("leaves what it found to the next sync, as if nobody had looked", async () => {
    await registry.sheet.remove("C99", "C03");
    expect(await registry.run()).toMatchObject({ status: "done", counts: { update: 2, delete: 2 } });
    expect((await registry.equal()).map(({ Code }) => Code)).not.toContain("C02");
    await check();
    expect(await certificateOf()).toMatchObject({ equal: true, rows: ROWS - 1, matched: ROWS - 1 });
  });

  test("may come while a plan waits for a person, who decides on it all the same", async () => {
    await registry.sheet.remove("C05", "C06", "C07", "C08");
    const held = await registry.run();
    expect(held.status).toBe("held");
    const before = await kept();
    expect(await check()).toMatchObject({ status: "done", counts: { verified: ROWS - 5, rows: ROWS - 1 } });
    expect(await kept()).toEqual(before);
    expect((await certificateOf()).perSide[registry.sides.google]).toMatchObject({ missing: 4, extra: 0 });
    await approveRun(world.tenant.caller, held.id, { planHash: held.planHash ?? "" });
    expect(await world.carry(held)).toMatchObject({ status: "done", counts: { delete: 8 } });
    expect(await registry.equal()).toHaveLength(ROWS - 5);
  });

  test.each(["before", "after"] as const)(
    "that is killed %s its closing transaction commits leaves one certificate",
    async (when) => {
      const run = await world.request(registry.id, { kind: "drift-check" });
      const host = killedAtClose(when);
      await expect(advanceOn(host, runUuid(run))).rejects.toBeInstanceOf(Error);
      expect(await entriesOf(run)).toHaveLength(when === "before" ? 0 : 1);
      expect((await world.carry(run)).status).toBe("done");
      expect(await entriesOf(run)).toHaveLength(1);
      expect((await certificateOf()).runId).toBe(run.id);
    },
  );
});

test("what is put back to what it was before we wrote is seen, where contents are compared with an earlier look", async () => {
  const { id, notion, table } = registry;
  const now = async () => (await registry.equal()).find(({ Code }) => Code === "C09")?.City;
  await registry.run();
  await registry.run();
  await notion.edit("C09", "City", "Ours");
  expect(await registry.run()).toMatchObject({ counts: { update: 2 } });
  await table.edit("C09", "City", company(9).City);
  await check();
  expect((await certificateOf(id)).perSide[registry.sides.postgres]).toMatchObject({ different: 1 });
  expect(await registry.run()).toMatchObject({ counts: { update: 2 } });
  expect(await now()).toBe(company(9).City);
});

test("a drift check that a sync has overtaken reads again what it compares", async () => {
  const { organizationId } = world.tenant.caller;
  const run = await world.request(registry.id, { kind: "drift-check" });
  const clock = jumpingClock();
  while ((await advanceOn(hostOf(organizationId, clock), runUuid(run))).phase !== "plan");
  await world.ours("update public.registry set lease_until = now() - interval '1 second'");
  await registry.table.edit("C01", "City", "Meanwhile");
  expect(await registry.run()).toMatchObject({ status: "done", counts: { update: 2 } });
  expect((await world.carry(run)).status).toBe("done");
  expect(await certificateOf()).toMatchObject({ runId: run.id, equal: true });
});

/** A worker that dies around the commit of the transaction that ends its run. */
function killedAtClose(when: "before" | "after"): RunHost {
  const host = hostOf(world.tenant.caller.organizationId);
  const { store } = host;
  return {
    ...host,
    store: {
      ...store,
      transact: async (work) => {
        let isClosing = false;
        const done = await store.transact(async (tx) => {
          const dropStaged: typeof tx.dropStaged = (runId) => {
            isClosing = true;
            return tx.dropStaged(runId);
          };
          const result = await work({ ...tx, dropStaged });
          if (isClosing && when === "before") throw new Killed();
          return result;
        });
        if (isClosing) throw new Killed();
        return done;
      },
    },
  };
}

describe("a side whose changes are all that there is to see", () => {
  const columns = { Code: "text", Name: "text" };
  let id: string;

  beforeAll(async () => {
    const [{ name: reader } = { name: "" }] = await world.sql<{ name: string }>(
      "select current_user as name",
    );
    for (const table of ["here", "there"]) {
      await world.sql(`create table ${table} ("Code" text primary key, "Name" text)`);
      await world.sql(changelogScript({ schema: "public", table, key: ["Code"] }, reader));
    }
    await world.sql(`insert into here select 'K' || n, 'Name ' || n from generate_series(1, 20) n`);
    const { caller, connections } = world.tenant;
    const made = await createRegistry(
      caller,
      createRegistryInput.parse({
        ...{ name: "Logged", key: ["Code"], schedule: "manual" },
        fields: Object.entries(columns).map(([name, type]) => ({ name, type })),
        sides: ["here", "there"].map((table) => ({
          connectionId: connections.postgres,
          location: { schema: "public", table },
        })),
      }),
    );
    id = made.id;
    await world.run(id);
    await world.run(id);
  });

  const pullOf = (run: RunView) => run.phases.find(({ name }) => name === "pull")?.requests;

  test("costs one request while nothing has changed", async () => {
    const run = await check(id);
    expect(run).toMatchObject({ status: "done", counts: { verified: 20, rows: 20 } });
    expect(pullOf(run)).toBe(2);
    const { equal, perSide } = await certificateOf(id);
    expect(equal).toBe(true);
    expect(run.counts.byChanges.toSorted()).toEqual(Object.keys(perSide).sort());
    for (const side of Object.values(perSide)) expect(side).toMatchObject({ byChanges: true, matched: 20 });
  });

  test("shows what has changed there all the same, and each time until it is synced", async () => {
    await world.sql(`update there set "Name" = 'By hand' where "Code" = 'K1'`);
    await world.sql(`delete from there where "Code" = 'K2'`);
    await world.sql("insert into there values ('New', 'New')");
    for (let times = 0; times < 2; times += 1) {
      await check(id);
      const { perSide, matched } = await certificateOf(id);
      expect(matched).toBe(18);
      expect(Object.values(perSide)[1]).toMatchObject({ matched: 18, different: 1, missing: 1, extra: 1 });
    }
    await world.run(id);
    await world.run(id);
    await check(id);
    expect(await certificateOf(id)).toMatchObject({ equal: true, rows: 20 });
  });

  test("is read whole where others are: what their changes tell is not all", async () => {
    await registry.run();
    await registry.run();
    const { counts } = await check();
    const { perSide } = await certificateOf();
    expect(perSide[registry.sides.notion]?.byChanges).toBe(false);
    expect(counts.byChanges).not.toContain(registry.sides.notion);
  });
});

describe("the schedule", () => {
  const checks = async () =>
    (await listRuns(world.tenant.caller, registry.id, null, "drift-check")).data.filter(
      ({ trigger }) => trigger.type === "schedule",
    );
  const syncs = async () => (await listRuns(world.tenant.caller, registry.id, null, "sync")).data.length;
  const later = (hours: number) => new Date(Date.now() + hours * HOUR_MS);

  test("asks for a check once a day, beside the due sync, and for none of what is paused", async () => {
    await requestDueRuns(new Date());
    expect(await checks()).toEqual([]);
    await pauseRegistry(world.tenant.caller, registry.id);
    await requestDueRuns(later(25));
    expect(await checks()).toEqual([]);
    await resumeRegistry(world.tenant.caller, registry.id);
    await world.ours("update public.registry set next_run_at = now() where schedule = 'manual'");
    const before = await syncs();
    await requestDueRuns(later(25));
    await requestDueRuns(later(25));
    const [due, ...more] = await checks();
    expect(more).toEqual([]);
    expect(await syncs()).toBe(before + 1);
    const [sync] = (await listRuns(world.tenant.caller, registry.id, null, "sync")).data;
    // Whichever comes first, the other waits its turn.
    expect((await world.carry(due as RunView)).status).toBe("done");
    expect((await world.carry(sync as RunView)).status).toBe("done");
    await requestDueRuns(later(23));
    expect(await checks()).toHaveLength(1);
  });

  test("asks again on the next day, and once, whatever becomes of it", async () => {
    await requestDueRuns(later(49));
    expect(await checks()).toHaveLength(2);
    const [due] = await checks();
    await world.carry(due as RunView);
    await world.ours("update public.run set status = 'failed' where id = $1", [runUuid(due as RunView)]);
    await requestDueRuns(later(49));
    expect(await checks()).toHaveLength(2);
  });
});
