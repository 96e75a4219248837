import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { excludePairs, includePairs, listExclusions } from "@/lib/services/matching/exclusions";
import { listCollisions } from "@/lib/services/matching/list-collisions";
import { listPairs } from "@/lib/services/matching/list-pairs";
import { matchPreview } from "@/lib/services/matching/match-preview";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import type { RunView } from "@/lib/services/runs/run-view";
import { advanceRun, failRun } from "./advance";
import {
  type Companies,
  type CompaniesOptions,
  companies,
  company,
  makeCompanies,
} from "./testing/companies";
import { openWorld, runUuid, type World } from "./testing/world";

/** What happens once, right after the side of this kind has written. */
const afterWrite: { kind: string | null } = { kind: null };

vi.mock("@/lib/reach/open-connection", async (original) => {
  const actual = await original<typeof import("@/lib/reach/open-connection")>();
  return {
    ...actual,
    openConnection: async (...place: Parameters<typeof actual.openConnection>) => {
      const connection = await actual.openConnection(...place);
      const open = connection.side.bind(connection);
      connection.side = (config) => {
        const side = open(config);
        const write = side.write.bind(side);
        side.write = async (...given) => {
          const report = await write(...given);
          if (afterWrite.kind === connection.kind) throw new Killed();
          return report;
        };
        return side;
      };
      return connection;
    },
  };
});

class Killed extends Error {}

let world: World;
let made = 0;

beforeAll(async () => {
  world = await openWorld();
});

beforeEach(() => {
  afterWrite.kind = null;
});

afterAll(() => world.close());

const make = (options: CompaniesOptions): Promise<Companies> => {
  made += 1;
  return makeCompanies(world, { name: `Match ${made}`, table: `match_${made}`, ...options });
};

const dryRun = (registry: Companies): Promise<RunView> => world.run(registry.id, { kind: "dry-run" });

const codes = async (registry: Companies, side: "notion" | "table" | "sheet") =>
  (await registry[side].rows()).map(({ Code }) => Code);

async function previewOn(registry: Companies, run: RunView, side: keyof Companies["sides"]) {
  const summary = await matchPreview(world.tenant.caller, run.id);
  return summary?.sides.find((one) => one.side === registry.sides[side]);
}

describe("create only", () => {
  test("pairs nothing: the same key on two sides is a collision with both records, the rest goes on", async () => {
    const registry = await make({
      notion: companies(1, 4),
      postgres: companies(4, 6),
      settings: { match: "create-only" },
    });
    const run = await registry.run();
    expect(run).toMatchObject({ status: "done-with-issues", counts: { delete: 0, rows: 5, verified: 5 } });
    expect(await codes(registry, "sheet")).toEqual(["C01", "C02", "C03", "C05", "C06"]);
    expect(await registry.table.rows()).toHaveLength(6);
    expect((await registry.notion.rows()).filter(({ Code }) => Code === "C04")).toHaveLength(1);
    const { data } = await listCollisions(world.tenant.caller, run.id, null);
    expect(data).toMatchObject([
      { reason: "key-exists", key: ["C04"], records: [{ cells: { Name: "Company 4" } }] },
      { reason: "key-exists", key: ["C04"], records: [{ cells: { Name: "Company 4" } }] },
    ]);
    expect(data.map(({ side }) => side).sort()).toEqual(
      [registry.sides.notion, registry.sides.postgres].sort(),
    );
  });

  test("finds a create of ours whose answer was lost, without a second record and without a collision", async () => {
    const registry = await make({
      table: "lost_answers",
      postgres: companies(1, 3),
      settings: { match: "create-only" },
    });
    world.notion("set-limits", { indexLagMs: 3_600_000 });
    world.notion("fault", { kind: "reset-after", match: { method: "POST", path: "^/v1/pages$" } });
    expect((await registry.run()).status).toBe("done-with-issues");
    world.notion("set-limits", { indexLagMs: 0 });
    world.advance(3_600_000);
    expect(await registry.run()).toMatchObject({ status: "done", counts: { issue: 0 } });
    expect(await registry.equal()).toEqual(companies(1, 3));
  });

  test("finds what a run that was given up had created and never committed", async () => {
    const registry = await make({ notion: companies(1, 3), settings: { match: "create-only" } });
    const { organizationId } = world.tenant.caller;
    afterWrite.kind = "postgres";
    const asked = await world.request(registry.id);
    await expect(advanceRun(organizationId, runUuid(asked))).rejects.toThrow(Killed);
    await failRun(organizationId, runUuid(asked), new Killed());
    afterWrite.kind = null;
    expect(await codes(registry, "table")).toEqual(["C01", "C02", "C03"]);
    expect(await registry.run()).toMatchObject({
      status: "done",
      counts: { issue: 0, rows: 3, verified: 3 },
    });
    expect(await registry.equal()).toEqual(companies(1, 3));
  });
});

describe("match only", () => {
  test("pairs what is there and makes nothing anywhere; rows on some sides only are whole all the same", async () => {
    const registry = await make({
      notion: companies(1, 4),
      postgres: [company(2, { City: "Bern" }), ...companies(3, 6)],
      settings: { match: "match-only", winners: { default: 0 } },
    });
    const before = { notion: await codes(registry, "notion"), table: await codes(registry, "table") };
    const dry = await dryRun(registry);
    expect((await previewOn(registry, dry, "postgres"))?.records).toMatchObject({ matched: 3, unmatched: 2 });
    const run = await registry.run();
    expect(run).toMatchObject({ status: "done", counts: { create: 0, delete: 0, rows: 3, verified: 3 } });
    expect(await codes(registry, "notion")).toEqual(before.notion);
    expect(await codes(registry, "table")).toEqual(before.table);
    expect(await registry.sheet.rows()).toEqual([]);
    expect((await registry.table.rows())[0]).toEqual(company(2));
    await registry.table.edit("C03", "City", "Edited");
    expect(await registry.run()).toMatchObject({ status: "done", counts: { update: 1, create: 0 } });
  });

  test("on one side alone: that side gets and gives no rows, the others do", async () => {
    const registry = await make({
      notion: companies(1, 3),
      postgres: companies(3, 4),
      sheet: companies(3, 5),
      settings: {},
    });
    const { caller } = world.tenant;
    await updateRegistry(caller, registry.id, {
      sides: [{ id: registry.sides.google, match: "match-only" }],
    });
    expect(await registry.run()).toMatchObject({ status: "done", counts: { rows: 4, verified: 4 } });
    expect(await codes(registry, "sheet")).toEqual(["C03", "C04", "C05"]);
    expect(await codes(registry, "notion")).toEqual(["C01", "C02", "C03", "C04"]);
    expect(await codes(registry, "table")).toEqual(["C01", "C02", "C03", "C04"]);
  });
});

describe("one side that never matches", () => {
  test("collides on its keys alone; the others pair theirs", async () => {
    const registry = await make({
      notion: companies(1, 2),
      postgres: companies(1, 1),
      sheet: companies(2, 2),
      settings: {},
    });
    await updateRegistry(world.tenant.caller, registry.id, {
      sides: [{ id: registry.sides.google, match: "create-only" }],
    });
    const run = await registry.run();
    expect(run.counts).toMatchObject({ rows: 1, delete: 0 });
    const { data } = await listCollisions(world.tenant.caller, run.id, null);
    expect(data.map(({ key, reason }) => [reason, key?.[0]])).toEqual([
      ["key-exists", "C02"],
      ["key-exists", "C02"],
    ]);
    expect(await codes(registry, "table")).toEqual(["C01"]);
  });
});

describe("keys in normal form", () => {
  const loose = { match: "match-then-create", normalise: true, winners: { default: 1 } } as const;

  test("pair what differs in case, spaces and width, in later runs too", async () => {
    const registry = await make({
      notion: [company(1, { Code: " ACME " }), company(2, { Code: "Ｇlobex" })],
      postgres: [company(1, { Code: "acme" }), company(2, { Code: "globex" })],
      settings: loose,
    });
    const run = await registry.run();
    expect(run).toMatchObject({ status: "done", counts: { create: 2, delete: 0, rows: 2, verified: 2 } });
    expect((await registry.equal()).map(({ Code }) => Code)).toEqual(["acme", "globex"]);
    await registry.sheet.remove("acme");
    world.notion("trash", { pageIds: [registry.notion.pageOf("acme")] });
    await registry.table.remove("acme");
    await registry.run();
    await registry.table.add(company(3, { Code: "Initech" }));
    await registry.sheet.add(company(3, { Code: "INITECH" }));
    const later = await registry.run();
    expect(later.counts).toMatchObject({ create: 1, delete: 0 });
    expect((await registry.equal()).map(({ Code }) => Code)).toContain("Initech");
  });

  test("are a collision where one side has two of them, listed together", async () => {
    const registry = await make({
      notion: [company(1, { Code: "ACME" }), company(2, { Code: "acme " }), company(3)],
      settings: loose,
    });
    const run = await registry.run();
    expect(run.counts).toMatchObject({ rows: 1 });
    const { data } = await listCollisions(world.tenant.caller, run.id, null);
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ reason: "duplicate-key", side: registry.sides.notion });
    expect(data[0]?.records.map(({ cells }) => cells.Code).sort()).toEqual(["ACME", "acme "]);
    expect(await codes(registry, "table")).toEqual(["C03"]);
  });

  test("no row is renamed to another's key in another form", async () => {
    const registry = await make({
      notion: [company(1, { Code: "acme" }), company(2)],
      settings: { ...loose, deletes: "never" },
    });
    await registry.run();
    await registry.notion.remove("acme");
    await registry.run();
    await registry.notion.edit("C02", "Code", "ACME");
    const run = await registry.run();
    expect(run.counts).toMatchObject({ create: 0, update: 0, delete: 0 });
    expect((await registry.issues()).map(({ reason }) => reason)).toContain("key-taken");
    expect((await codes(registry, "table")).sort()).toEqual(["C02", "acme"]);
  });

  test("without the switch they are two rows", async () => {
    const registry = await make({
      notion: [company(1, { Code: "ACME" })],
      postgres: [company(1, { Code: "acme" })],
    });
    expect((await registry.run()).counts).toMatchObject({ rows: 2, create: 4 });
  });
});

describe("who wins", () => {
  test("the side chosen for all fields, or for one, whatever came last; others keep what only they have", async () => {
    const registry = await make({
      notion: [company(1, { City: "Rome", Name: "From Notion", Sector: "" })],
      postgres: [company(1, { City: "Oslo", Name: "From Postgres", Staff: "" })],
      settings: { winners: { default: 0, fields: { Name: 1 } } },
    });
    const dry = await dryRun(registry);
    const { data } = await listPairs(world.tenant.caller, dry.id, null);
    expect(data).toHaveLength(1);
    const { notion, postgres } = registry.sides;
    expect(data[0]?.records.map(({ side }) => side).sort()).toEqual([notion, postgres].sort());
    expect(data[0]?.differences).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: "City", result: "Rome", winners: [notion], why: "first sync" }),
        expect.objectContaining({ field: "Name", result: "From Postgres", winners: [postgres] }),
        expect.objectContaining({ field: "Sector", winners: [postgres], why: "only value" }),
        expect.objectContaining({ field: "Staff", result: "10", winners: [notion], why: "only value" }),
      ]),
    );
    expect(data[0]?.differences).toHaveLength(4);
    const city = data[0]?.differences.find(({ field }) => field === "City");
    expect(city?.values.map(({ value }) => value).sort()).toEqual(["Oslo", "Rome"]);
    await registry.run();
    expect(await registry.equal()).toEqual([company(1, { City: "Rome", Name: "From Postgres" })]);
  });

  test("nobody yet where a person decides: the pair says that it waits", async () => {
    const registry = await make({
      notion: [company(1, { City: "Rome" })],
      postgres: [company(1, { City: "Oslo" })],
      settings: { conflict: "manual" },
    });
    const { data } = await listPairs(world.tenant.caller, (await dryRun(registry)).id, null);
    expect(data[0]?.differences).toMatchObject([{ field: "City", winners: [], why: "manual" }]);
    expect(data[0]?.differences[0]?.values.map(({ value }) => value).sort()).toEqual(["Oslo", "Rome"]);
  });
});

describe("an unticked pair", () => {
  test("is neither paired nor spread, now or later, until it is taken up again", async () => {
    const registry = await make({
      notion: [company(1, { City: "Rome" }), company(2)],
      postgres: [company(1, { City: "Oslo" }), company(3)],
    });
    const { caller } = world.tenant;
    const dry = await dryRun(registry);
    expect((await matchPreview(caller, dry.id))?.pairs).toBe(1);
    expect(await excludePairs(caller, registry.id, { keys: ["C01"] })).toEqual({ keys: 1, records: 2 });
    const again = await dryRun(registry);
    expect((await matchPreview(caller, again.id))?.pairs).toBe(0);
    expect((await previewOn(registry, again, "notion"))?.records).toMatchObject({ excluded: 1, fresh: 1 });
    for (let run = 0; run < 2; run += 1) {
      expect((await registry.run()).counts).toMatchObject({ rows: 2, verified: 2, delete: 0 });
      expect((await registry.notion.rows())[0]).toEqual(company(1, { City: "Rome" }));
      expect((await registry.table.rows())[0]).toEqual(company(1, { City: "Oslo" }));
      expect(await codes(registry, "sheet")).toEqual(["C02", "C03"]);
    }
    await registry.sheet.add(company(1));
    expect((await registry.run()).counts).toMatchObject({ rows: 2, create: 0, update: 0 });
    await registry.notion.edit("C02", "Code", "C01");
    expect((await registry.run()).counts).toMatchObject({ update: 0, create: 0, delete: 0 });
    expect((await registry.issues()).map(({ reason }) => reason)).toContain("key-taken");
    expect((await listExclusions(caller, registry.id, null)).data).toHaveLength(2);
    expect(await includePairs(caller, registry.id, ["C01"])).toEqual({ keys: 1, records: 2 });
    expect((await listExclusions(caller, registry.id, null)).data).toEqual([]);
  });

  test("taken up again it is paired like any other", async () => {
    const registry = await make({ notion: companies(1, 2), postgres: companies(1, 1) });
    const { caller } = world.tenant;
    await dryRun(registry);
    await excludePairs(caller, registry.id, { keys: [["C01"]] });
    await registry.run();
    await includePairs(caller, registry.id, [["C01"]]);
    expect(await registry.run()).toMatchObject({ status: "done", counts: { rows: 2, verified: 2 } });
    expect(await registry.equal()).toEqual(companies(1, 2));
    const noted = await world.ours<{ action: string; payload: string }>(
      "select action, payload from ledger.entry where action like 'row.%cluded' order by seq desc limit 2",
    );
    expect(noted.map(({ action }) => action)).toEqual(["row.included", "row.excluded"]);
    const [included, excluded] = noted.map(({ payload }) => JSON.parse(payload));
    expect(excluded).toMatchObject({ key: ["C01"], records: [{}, {}] });
    expect(included).toEqual({ key: ["C01"], records: [] });
  });

  test("in normal form keeps a third record out that is written otherwise", async () => {
    const registry = await make({
      notion: [company(1, { Code: "ACME" })],
      postgres: [company(1, { Code: "acme" })],
      settings: { normalise: true },
    });
    const { caller } = world.tenant;
    const { data } = await listPairs(caller, (await dryRun(registry)).id, null);
    await excludePairs(caller, registry.id, { keys: data.map(({ key }) => [...key]) });
    await registry.sheet.add(company(1, { Code: "Acme " }));
    expect((await registry.run()).counts).toMatchObject({ rows: 0, create: 0, update: 0, issue: 0 });
    expect(await includePairs(caller, registry.id, ["ACME"])).toMatchObject({ records: 2 });
  });

  test("what the plan has not, or what is a row by now, is refused with its place", async () => {
    const registry = await make({ notion: companies(1, 2) });
    const { caller } = world.tenant;
    await expect(excludePairs(caller, registry.id, { keys: ["C01"] })).rejects.toMatchObject({
      kind: "stale",
    });
    const dry = await dryRun(registry);
    await expect(excludePairs(caller, registry.id, { keys: ["C01", "C99"] })).rejects.toMatchObject({
      kind: "invalid-input",
      paths: [{ path: "/keys/1" }],
    });
    await registry.run();
    await expect(excludePairs(caller, registry.id, { keys: ["C01"], runId: dry.id })).rejects.toMatchObject({
      kind: "stale",
    });
  });
});

describe("a preview", () => {
  test("says per side what is read, matched, gained, changed and not known, and what it will cost", async () => {
    const registry = await make({
      notion: companies(1, 6),
      postgres: [company(5, { City: "Bern" }), ...companies(6, 8)],
      settings: { winners: { default: 0 } },
    });
    await registry.sheet.add(company(1, { Staff: "about ten" }), company(9), company(9));
    const run = await dryRun(registry);
    const summary = await matchPreview(world.tenant.caller, run.id);
    expect(summary).toMatchObject({ pairs: 3, newerRun: null });
    const pairs = await listPairs(world.tenant.caller, run.id, null);
    expect(pairs.data.flatMap(({ notCompared }) => notCompared)).toEqual(["Staff"]);
    expect(await previewOn(registry, run, "notion")).toMatchObject({
      ...{ read: 6, create: 2, update: 0, changedCells: 0, delete: 0 },
      records: { matched: 3, fresh: 3, duplicate: 0, unreadCells: 0 },
      estimate: { writes: 2, batches: 1, callsPerBatch: 1, calls: 3, callsPerMinute: 180, seconds: 1 },
    });
    expect(await previewOn(registry, run, "postgres")).toMatchObject({
      ...{ read: 4, create: 4, update: 1, changedCells: 1, delete: 0 },
      records: { matched: 2, fresh: 2 },
      estimate: { calls: 6, callsPerMinute: null, seconds: null },
    });
    expect(await previewOn(registry, run, "google")).toMatchObject({
      ...{ read: 3, create: 7, update: 0 },
      records: { matched: 1, fresh: 0, duplicate: 2, unreadCells: 1 },
    });
    const { data } = await listCollisions(world.tenant.caller, run.id, null);
    expect(data).toMatchObject([{ reason: "duplicate-key", key: ["C09"], side: registry.sides.google }]);
    expect(data[0]?.records).toHaveLength(2);
    const newer = await dryRun(registry);
    expect((await listCollisions(world.tenant.caller, run.id, null)).newerRun).toBe(newer.id);
    expect((await matchPreview(world.tenant.caller, run.id))?.newerRun).toBe(newer.id);
  });
});
