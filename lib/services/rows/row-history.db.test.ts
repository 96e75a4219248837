import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "@/lib/auth/policy";
import { uuidOf } from "@/lib/ids";
import { type Companies, companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { approveRun } from "../runs/decide-run";
import type { RunView } from "../runs/run-view";
import { getRow } from "./get-row";
import type { LifeEventView } from "./life-event-view";
import { listRowHistory } from "./list-row-history";
import { restoreRow } from "./restore-row";

let world: World;
let registry: Companies;
let owner: Caller;
let rowId: string;

beforeAll(async () => {
  world = await openWorld();
  owner = world.tenant.caller;
  registry = await makeCompanies(world, { notion: companies(1, 8) });
  await registry.run();
  rowId = await idOf("C01");
});

afterAll(() => world.close());

const idOf = async (code: string): Promise<string> =>
  (await registry.registryRows()).data.find(({ key }) => key[0] === code)?.id ?? "";

const life = async (id = rowId): Promise<readonly LifeEventView[]> =>
  (await listRowHistory(owner, id, null)).data;

const approved = async (asked: RunView): Promise<RunView> => {
  const held = await world.carry(asked);
  expect(held.brakes).toMatchObject([{ kind: "preview" }]);
  await approveRun(owner, held.id, { planHash: held.planHash ?? "" });
  return world.carry(held);
};

describe("a row's life line", () => {
  test("tells what each run made of it and what every side was told, the newest first", async () => {
    await registry.sheet.edit("C01", "City", "Porto");
    const run = await registry.run();
    const [newest, oldest, ...more] = await life();
    expect(more).toEqual([]);
    expect(newest).toMatchObject({
      kind: "run",
      runId: run.id,
      runKind: "sync",
      trigger: { type: "api-key" },
      change: "changed",
      version: 2,
      cells: [{ field: "City", before: "Oslo", after: "Porto" }],
    });
    const writes = newest?.kind === "run" ? newest.writes : [];
    expect(writes).toEqual([
      {
        side: registry.sides.notion,
        op: "update",
        outcome: "done",
        reason: null,
        cells: [{ field: "City", before: "Oslo", after: "Porto" }],
      },
      expect.objectContaining({ side: registry.sides.postgres, op: "update", outcome: "done" }),
    ]);
    expect(oldest).toMatchObject({ kind: "run", change: "created", version: 1 });
  });

  test("has conflicts, issues and orders in their place, and no plan that was not carried out", async () => {
    await registry.notion.edit("C02", "City", "Rome");
    await registry.table.edit("C02", "City", "Paris");
    await world.run(registry.id, { kind: "dry-run" });
    const id = await idOf("C02");
    expect(await life(id)).toHaveLength(1);
    await registry.run();
    const uuid = uuidOf("row", id);
    await world.ours(
      `insert into rows.wish (organization_id, registry_id, row_id, cells, actor, at)
       select organization_id, registry_id, row_id, '{"city": {"value": "Bern"}}', '{"type": "person", "ref": "per_x"}', clock_timestamp()
         from rows.base where row_id = $1`,
      [uuid],
    );
    await world.ours(
      `insert into rows.issue (organization_id, registry_id, side_id, run_id, subject, row_id, field, reason, message, first_seen)
       select l.organization_id, l.registry_id, l.side_id, l.side_id, 'C02', l.row_id, 'city', 'unknown-option', 'Not there.',
              clock_timestamp() from rows.link l where l.row_id = $1 limit 1`,
      [uuid],
    );
    expect((await life(id)).map(({ kind }) => kind)).toEqual(["issue", "order", "run", "conflict", "run"]);
    const conflict = (await life(id)).find(({ kind }) => kind === "conflict");
    expect(conflict).toMatchObject({ field: "City", base: "Lisbon", resolved: true });
    expect((await life(id))[1]).toMatchObject({
      by: { type: "person" },
      cells: [{ field: "City", value: "Bern" }],
    });
    await world.ours("delete from rows.wish");
    await world.ours("delete from rows.issue");
  });

  test("comes in pages without a gap or a repeat", async () => {
    for (let at = 0; at < 3; at += 1) {
      await registry.sheet.edit("C03", "Name", `Name ${at}`);
      await registry.run();
    }
    const id = await idOf("C03");
    await world.ours(
      `insert into rows.conflict (organization_id, registry_id, run_id, row_id, key, kind, field, detail, resolved, decided_by, at)
       select organization_id, registry_id, gen_random_uuid(), row_id, key, 'cell', 'city', '{}', true, 'manual',
              '2026-01-01T00:00:00.000001Z' from rows.base, generate_series(1, 120) where row_id = $1`,
      [uuidOf("row", id)],
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listRowHistory(owner, id, cursor);
      seen.push(...page.data.map((event) => event.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(124);
    expect(new Set(seen).size).toBe(124);
    await expect(listRowHistory(owner, id, "nonsense")).rejects.toMatchObject({ kind: "invalid-input" });
  });
});

describe("a row", () => {
  test("says of every side whether it holds it alike, and what it is known to hold otherwise", async () => {
    expect(await getRow(owner, rowId)).toMatchObject({
      key: ["C01"],
      cells: { City: "Porto", Staff: "10" },
      sides: [
        { side: registry.sides.notion, holds: true, equal: true, differs: [] },
        { side: registry.sides.postgres, holds: true, equal: true },
        { side: registry.sides.google, holds: true, equal: true },
      ],
    });
    await world.ours(
      `update rows.link l set pending = true, acknowledged = b.cells || '{"city": "Oslo"}' from rows.base b
        where b.row_id = l.row_id and l.row_id = $1 and l.side_id = $2`,
      [uuidOf("row", rowId), uuidOf("sid", registry.sides.google)],
    );
    expect((await getRow(owner, rowId)).sides[2]).toMatchObject({
      equal: false,
      differs: [{ field: "City", value: "Oslo" }],
    });
    await world.ours("update rows.link set pending = false, acknowledged = null");
  });

  test("that is deleted still has its page", async () => {
    const id = await idOf("C08");
    await registry.table.remove("C08");
    await registry.run();
    expect(await getRow(owner, id)).toMatchObject({
      key: ["C08"],
      cells: null,
      sides: [{ holds: false, equal: false }, { holds: false }, { holds: false }],
    });
    expect((await life(id))[0]).toMatchObject({
      change: "deleted",
      cells: expect.arrayContaining([{ field: "City", before: "Lisbon", after: null }]),
    });
  });

  test("of another organization, or none, is not found", async () => {
    const other = await world.addTenant("Grace");
    const missing = { kind: "not-found" };
    await expect(getRow(other.caller, rowId)).rejects.toMatchObject(missing);
    await expect(listRowHistory(other.caller, rowId, null)).rejects.toMatchObject(missing);
    await expect(restoreRow(other.caller, rowId, { version: 1 })).rejects.toMatchObject(missing);
    await expect(getRow(owner, "row_nonsense")).rejects.toMatchObject(missing);
  });
});

describe("a row brought back", () => {
  test("to a version has its cells on every side; other rows stay", async () => {
    await registry.sheet.edit("C01", "Name", "Later");
    await registry.sheet.edit("C04", "Name", "Stays");
    await registry.run();
    const restored = await approved(await restoreRow(owner, rowId, { version: 1 }));
    expect(restored).toMatchObject({
      status: "done",
      request: { kind: "restore-row", rowId, version: 1 },
      counts: { update: 3 },
    });
    const rows = await registry.equal();
    expect(rows.find(({ Code }) => Code === "C01")).toMatchObject({ City: "Oslo", Name: "Company 1" });
    expect(rows.find(({ Code }) => Code === "C04")?.Name).toBe("Stays");
  });

  test("to a version, whatever a side shows that no run has taken in", async () => {
    await registry.sheet.edit("C01", "City", "Slipped in");
    await approved(await restoreRow(owner, rowId, { version: 1 }));
    const rows = await registry.equal();
    expect(rows.find(({ Code }) => Code === "C01")).toMatchObject({ City: "Oslo", Name: "Company 1" });
  });

  test("to a moment before it was deleted is made again, under its old id", async () => {
    const id = await idOf("C05");
    const [now] = await world.ours<{ at: Date }>("select clock_timestamp() as at");
    await registry.notion.remove("C05");
    await registry.run();
    await approved(await restoreRow(owner, id, { at: now?.at.toISOString() ?? "" }));
    expect((await registry.equal()).map(({ Code }) => Code)).toContain("C05");
    expect((await getRow(owner, id)).sides.map(({ equal }) => equal)).toEqual([true, true, true]);
  });

  test("needs a version or a moment in which it was there", async () => {
    const id = await idOf("C06");
    await registry.notion.remove("C06");
    await registry.run();
    for (const input of [{ version: 2 }, { version: 99 }, { at: "2020-01-01T00:00:00Z" }])
      await expect(restoreRow(owner, id, input)).rejects.toMatchObject({
        kind: "invalid-input",
        paths: [{ path: `/${Object.keys(input)[0]}` }],
      });
    await expect(restoreRow({ ...owner, role: "viewer" }, id, { version: 1 })).rejects.toMatchObject({
      kind: "forbidden",
    });
  });
});
