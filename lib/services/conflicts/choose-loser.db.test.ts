import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getConflict } from "./list-conflicts";
import { reopenConflict, resolveConflict } from "./resolve-conflict";
import { type Disputes, openDisputes } from "./testing/disputes";

let disputes: Disputes;
let { world, caller, registry, change, disagree, resolved, cell, carried } = {} as Disputes;

beforeAll(async () => {
  disputes = await openDisputes();
  ({ world, caller, registry, change, disagree, resolved, cell, carried } = disputes);
});

afterAll(() => world.close());

describe("a conflict that a rule settled", () => {
  test("keeps the loser, which can be chosen later", async () => {
    await change({ strategies: { City: { strategy: "authority", authority: registry.sides.notion } } });
    await disagree("C11", ["Porto", "Turin"]);
    await registry.run();
    const lost = await resolved("C11");
    expect(lost).toMatchObject({ winner: "Porto", decidedBy: "authority", current: "Porto", proposal: null });
    const decided = await resolveConflict(caller, lost?.id ?? "", { choose: registry.sides.postgres });
    expect(decided).toMatchObject({ resolved: true, choice: { value: "Turin", by: caller.actor } });
    await carried(decided.requestedRunId);
    expect(await cell("C11")).toBe("Turin");
    expect(await getConflict(caller, lost?.id ?? "")).toMatchObject({ current: "Turin", choice: null });
    expect((await registry.run()).counts).toMatchObject({ update: 0, conflict: 0 });
    await expect(
      resolveConflict(caller, lost?.id ?? "", { choose: registry.sides.postgres }),
    ).rejects.toMatchObject({ kind: "stale" });
  });

  test("and whose loser was chosen goes on as it is if that is taken back in time", async () => {
    const { id = "" } = (await resolved("C11")) ?? {};
    await resolveConflict(caller, id, { choose: registry.sides.notion });
    expect(await reopenConflict(caller, id)).toMatchObject({ choice: null });
    await registry.run();
    expect(await cell("C11")).toBe("Turin");
    const wishes = await world.ours("select from rows.wish");
    expect(wishes).toEqual([]);
  });

  test("and whose row moved on before the run keeps what it moved to", async () => {
    const { id = "" } = (await resolved("C11")) ?? {};
    await resolveConflict(caller, id, { choose: registry.sides.notion });
    await registry.sheet.edit("C11", "City", "Faro");
    const run = await registry.run();
    expect(run.status).toBe("done-with-issues");
    expect(await cell("C11")).toBe("Faro");
    expect((await registry.issues()).map(({ reason }) => reason)).toEqual(["order-overtaken"]);
    await registry.run();
    expect(await registry.issues()).toEqual([]);
  });

  test("or whose row is gone has nothing to choose", async () => {
    const { id = "" } = (await resolved("C11")) ?? {};
    await registry.notion.remove("C11");
    await registry.run();
    expect(await getConflict(caller, id)).toMatchObject({ canResolve: false, current: null });
    await expect(resolveConflict(caller, id, { choose: "base" })).rejects.toMatchObject({ kind: "stale" });
  });

  test("by keeping what was edited against a deletion says so, and offers no choice", async () => {
    await registry.table.remove("C12");
    await registry.notion.edit("C12", "Name", "Still wanted");
    await registry.run();
    const kept = await resolved("C12");
    expect(kept).toMatchObject({
      kind: "delete-edit",
      field: null,
      decidedBy: "edit survives",
      deletedOn: [registry.sides.postgres],
      editedOn: [registry.sides.notion],
      canResolve: false,
    });
    await expect(resolveConflict(caller, kept?.id ?? "", { choose: "base" })).rejects.toMatchObject({
      kind: "invalid-input",
    });
  });
});
