import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withRows } from "@/lib/db/row-store";
import { storeWish } from "@/lib/db/rows/orders";
import { uuidOf } from "@/lib/ids";
import { getConflict } from "@/lib/services/conflicts/list-conflicts";
import { resolveConflict } from "@/lib/services/conflicts/resolve-conflict";
import { excludePairs } from "@/lib/services/matching/exclusions";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import { approveRun, rejectRun } from "@/lib/services/runs/decide-run";
import type { RunView } from "@/lib/services/runs/run-view";
import { publishSchema } from "@/lib/services/schemas/publish-schema";
import { saveDraft } from "@/lib/services/schemas/save-draft";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

/** What happens to a plan, and to what people have decided on its rows, while the plan waits for a person. */
let world: World;
let registry: Companies;
const GONE = ["C31", "C32", "C33", "C34", "C35", "C36"];

beforeAll(async () => {
  world = await openWorld();
  const settings = { strategies: { City: { strategy: "manual" } } };
  registry = await makeCompanies(world, { notion: companies(1, 36), settings });
  await registry.run();
  await saveDraft(caller(), registry.id, { properties: { Staff: { minimum: 0 } } });
  await publishSchema(caller(), registry.id, {});
  await registry.run();
});

afterAll(() => world.close());

const caller = () => world.tenant.caller;
const kindsOf = (run: RunView) => run.brakes.map(({ kind }) => kind);

async function approved(held: RunView): Promise<RunView> {
  await approveRun(caller(), held.id, { planHash: held.planHash ?? "" });
  return world.carry(held);
}

/** Deletions of one test must not count into the rolling limit of the next. */
const forgetDeletions = () =>
  world.ours("update rows.row_version set at = at - interval '2 days' where cells is null");

async function heldByDeletes(): Promise<RunView> {
  await registry.table.remove(...GONE);
  const held = await registry.run();
  expect(kindsOf(held)).toContain("deletes");
  return held;
}

async function brokenRows(from: number, to: number, staff: string): Promise<void> {
  for (const { Code } of companies(from, to)) await registry.table.edit(Code, "Staff", staff);
}

/** The rows are there again, by a run that puts them back, held by nothing but these. */
async function putBack(held: RunView, ...kinds: readonly string[]): Promise<void> {
  const { restoreRunId } = await rejectRun(caller(), held.id, { restore: [registry.sides.postgres] });
  await world.carry(held);
  const back = await world.carry({ ...held, id: restoreRunId ?? "" });
  expect(kindsOf(back)).toEqual(kinds);
  expect((kinds.length > 0 ? await approved(back) : back).status).toMatch(/^done/);
}

describe("a dry run while a plan is held", () => {
  test("takes none of its issues away, and the rows it was approved with hold nothing again", async () => {
    await brokenRows(1, 6, "-1");
    const held = await registry.run();
    expect(kindsOf(held)).toEqual(["validation-errors"]);
    await world.run(registry.id, { kind: "dry-run" });
    expect((await approved(held)).status).toBe("done-with-issues");
    expect(await registry.issues()).toMatchObject([{ reason: "rule:range", rows: 6 }]);
    expect((await registry.run()).brakes).toEqual([]);
    await brokenRows(1, 6, "5");
    await registry.run();
    expect(await registry.issues()).toEqual([]);
  });

  test("makes nothing known that the plan had not seen: rows that broke a rule since are held", async () => {
    const held = await heldByDeletes();
    await brokenRows(1, 6, "-1");
    await world.run(registry.id, { kind: "dry-run" });
    await approved(held);
    const next = await registry.run();
    expect(kindsOf(next)).toEqual(["validation-errors"]);
    await brokenRows(1, 6, "5");
    await registry.table.add(...companies(31, 36));
    await forgetDeletions();
    await registry.run();
    await registry.equal();
  });
});

describe("settings that change while a plan is held", () => {
  test("make it void: it was decided under the old ones. The next plan is made under the new", async () => {
    await registry.table.edit("C10", "Name", "Not for Notion");
    const held = await heldByDeletes();
    const { sides } = await getRegistry(caller(), registry.id);
    const mappings = (sides[0]?.mappings ?? []).map(({ field, sideField, direction }) => ({
      field,
      sideField,
      direction: field === "Name" ? ("in" as const) : (direction as "both"),
    }));
    await updateRegistry(caller(), registry.id, { sides: [{ id: sides[0]?.id ?? "", mappings }] });
    const stale = approveRun(caller(), held.id, { planHash: held.planHash ?? "" });
    await expect(stale).rejects.toMatchObject({
      kind: "stale",
      message: expect.stringContaining("settings"),
    });
    const next = await registry.run();
    expect(kindsOf(next)).toContain("setting-change");
    await putBack(next, "setting-change");
    expect((await registry.notion.rows()).find(({ Code }) => Code === "C10")?.Name).toBe("Company 10");
    const again = mappings.map((one) => ({ ...one, direction: "both" as const }));
    await updateRegistry(caller(), registry.id, { sides: [{ id: sides[0]?.id ?? "", mappings: again }] });
    await approved(await registry.run());
    await registry.equal();
  });
});

describe("a conflict that waits", () => {
  /** Of a row of its own; answers with the conflict's id. */
  async function disputed(code: string): Promise<string> {
    await registry.table.edit(code, "City", "By SQL");
    await registry.sheet.edit(code, "City", "In the sheet");
    await registry.run();
    const open = (await registry.conflicts()).data.filter(({ resolved }) => !resolved);
    expect(open).toMatchObject([{ key: [code] }]);
    return open[0]?.id ?? "";
  }

  test("and its decision are not closed by a plan that leaves its row out, but by carrying it out", async () => {
    const id = await disputed("C11");
    await resolveConflict(caller(), id, { choose: registry.sides.google });
    await updateRegistry(caller(), registry.id, {
      filter: { all: [{ field: "City", is: "not-equal", value: "In the sheet" }] },
    });
    const held = await registry.run();
    expect(kindsOf(held)).toEqual(["setting-change"]);
    expect(await getConflict(caller(), id)).toMatchObject({
      resolved: false,
      choice: { value: "In the sheet" },
    });
    expect((await approved(held)).status).toMatch(/^done/);
    expect(await getConflict(caller(), id)).toMatchObject({ resolved: true, decidedBy: "out of the filter" });
    await updateRegistry(caller(), registry.id, { filter: null });
    await approved(await registry.run());
    await registry.sheet.edit("C11", "City", "By SQL");
    await registry.run();
    await registry.equal();
  });

  test("is over once the row is put back on its side, not before", async () => {
    const id = await disputed("C12");
    await registry.table.edit("C12", "Staff", "999");
    const held = await heldByDeletes();
    await putBack(held);
    expect(await getConflict(caller(), id)).toMatchObject({ resolved: false });
    expect((await registry.run()).status).toBe("done");
    const [row] = (await registry.equal()).filter(({ Code }) => Code === "C12");
    expect(row).toMatchObject({ City: "In the sheet", Staff: "120" });
    expect(await getConflict(caller(), id)).toMatchObject({
      resolved: true,
      decidedBy: "agreed on the sides",
    });
    await registry.equal();
  });
});

describe("a pair that is kept out while its plan is held", () => {
  test("is not made a row by the approval of that plan", async () => {
    await registry.table.add(company(50));
    await registry.sheet.add(company(50), company(51));
    const held = await heldByDeletes();
    await excludePairs(caller(), registry.id, { keys: ["C50"], runId: held.id });
    expect((await approved(held)).status).toMatch(/^done/);
    const codes = (await registry.notion.rows()).map(({ Code }) => Code);
    expect(codes).toContain("C51");
    expect(codes).not.toContain("C50");
    await forgetDeletions();
    await registry.table.remove("C50");
    await registry.sheet.remove("C50");
    await registry.run();
    await registry.equal();
  });
});

describe("an order", () => {
  const idOf = async (code: string): Promise<string> => {
    const found = "select row_id from rows.base where key = $1";
    const [row] = await world.ours<{ row_id: string }>(found, [JSON.stringify([code])]);
    return row?.row_id ?? "";
  };

  const order = (rowId: string, city: string) =>
    withRows(caller().organizationId, (client) =>
      storeWish(client, uuidOf("reg", registry.id) ?? "", {
        ...{ rowId, keep: false, actor: {} },
        cells: { city: { value: city } },
      }),
    );

  /** The next run says so once, and forgets it. */
  async function isVoid(message: string): Promise<void> {
    const run = await registry.run();
    expect((run.status === "held" ? await approved(run) : run).status).toBe("done-with-issues");
    expect(await registry.issues()).toMatchObject([
      { reason: "order-overtaken", field: "City", message: expect.stringContaining(message) },
    ]);
    expect(await world.ours("select from rows.wish")).toEqual([]);
    expect((await registry.run()).status).toBe("done");
    expect(await registry.issues()).toEqual([]);
  }

  test("for a row that is deleted before a run takes it in is void, said once, and forgotten", async () => {
    await registry.table.add(company(40));
    await registry.run();
    const rowId = await idOf("C40");
    await registry.notion.remove("C40");
    await registry.run();
    await order(rowId, "Never");
    await isVoid("was deleted");
  });

  test("that would put the row outside the filter is void, and so is one for a row that is outside", async () => {
    const filter = { all: [{ field: "City", is: "not-equal" as const, value: "Atlantis" }] };
    await updateRegistry(caller(), registry.id, { filter });
    await approved(await registry.run());
    await order(await idOf("C13"), "Atlantis");
    await isVoid("filter");
    await registry.sheet.edit("C13", "City", "Atlantis");
    await registry.run();
    await order(await idOf("C13"), "Lisbon");
    await registry.run();
    expect(await world.ours("select from rows.wish")).toEqual([]);
    expect((await registry.sheet.rows()).find(({ Code }) => Code === "C13")?.City).toBe("Lisbon");
  });
});
