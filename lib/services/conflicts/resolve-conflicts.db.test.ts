import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "@/lib/auth/policy";
import { uuidOf } from "@/lib/ids";
import { pauseRegistry, resumeRegistry } from "../registries/browse-registries";
import type { ConflictView } from "./conflict-view";
import { countOpenConflicts, getConflict, listConflicts } from "./list-conflicts";
import { makeRule } from "./make-rule";
import { reopenConflicts } from "./reopen-conflicts";
import { reopenConflict, resolveConflict } from "./resolve-conflict";
import { resolveConflicts } from "./resolve-conflicts";
import { type Disputes, openDisputes } from "./testing/disputes";

let disputes: Disputes;
let { world, caller, registry, change, disagree, open, resolved, cell, carried, inLedger } = {} as Disputes;

beforeAll(async () => {
  disputes = await openDisputes();
  ({ world, caller, registry, change, disagree, open, resolved, cell, carried, inLedger } = disputes);
});

afterAll(() => world.close());

describe("many conflicts", () => {
  const fresh = async () => {
    for (const code of ["C13", "C14", "C15"]) await disagree(code, [`${code} N`, `${code} P`]);
    await registry.table.edit("C16", "City", "C16 P");
    await registry.sheet.edit("C16", "City", "C16 G");
    await disagree("C13", ["131", "132"], "Staff");
    await registry.run();
  };

  test("of a field are counted, previewed and decided by one side; those without its value wait on", async () => {
    await fresh();
    const { notion, postgres, google } = registry.sides;
    expect(await countOpenConflicts(caller, registry.id)).toEqual([
      { field: "City", open: 4, bySide: { [notion]: 3, [postgres]: 4, [google]: 1 } },
      { field: "Staff", open: 1, bySide: { [notion]: 1, [postgres]: 1 } },
    ]);
    const input = { field: "City", choose: notion };
    const preview = await resolveConflicts(caller, registry.id, { ...input, preview: true });
    expect(preview).toMatchObject({ matched: 4, decided: 3, requestedRunId: null });
    expect(preview.sample.map(({ key, field, value }) => [key[0], field, value])).toEqual([
      ["C13", "City", "C13 N"],
      ["C14", "City", "C14 N"],
      ["C15", "City", "C15 N"],
    ]);
    expect((await open("C13")).choice).toBeNull();

    const ledger = (await inLedger("conflict.resolved")).length;
    const decided = await resolveConflicts(caller, registry.id, { ...input, preview: false });
    expect(decided).toMatchObject({ matched: 4, decided: 3 });
    expect(await inLedger("conflict.resolved")).toHaveLength(ledger + 3);
    await carried(decided.requestedRunId);
    const cities = (await registry.notion.rows()).filter(({ Code }) => /^C1[3-6]$/.test(Code));
    expect(cities.map(({ City }) => City)).toEqual(["C13 N", "C14 N", "C15 N", "Lisbon"]);
    expect((await registry.table.rows()).filter(({ Code }) => /^C1[3-5]$/.test(Code))).toMatchObject([
      { City: "C13 N", Staff: "132" },
      { City: "C14 N" },
      { City: "C15 N" },
    ]);
  });

  test("are decided by id, and a decision that was made before stands", async () => {
    const [city, staff] = [await open("C16"), await open("C13")];
    await resolveConflict(caller, staff.id, { choose: registry.sides.notion });
    const input = { ids: [city.id, staff.id], choose: "base", preview: false };
    const decided = await resolveConflicts(caller, registry.id, input);
    expect(decided).toMatchObject({ matched: 1, decided: 1 });
    await carried(decided.requestedRunId);
    expect(await cell("C16")).toBe("Lisbon");
    expect(await cell("C13", "Staff")).toBe("131");
    expect(await countOpenConflicts(caller, registry.id)).toEqual([]);
  });

  test("are taken back as one: before a run has taken any in, and not one that was decided anew", async () => {
    for (const code of ["C21", "C22", "C23"]) await disagree(code, [`${code} N`, `${code} P`]);
    await registry.run();
    await pauseRegistry(caller, registry.id);
    const { notion, postgres } = registry.sides;
    const input = { field: "City", choose: notion, preview: false };
    const first = await resolveConflicts(caller, registry.id, input);
    expect(first).toMatchObject({ decided: 3, requestedRunId: null });
    const { decidedAt } = first;
    if (decidedAt === null) throw new Error("nothing was decided");
    const other = { ...caller, actor: { type: "person", ref: "per_1" } } as const;
    await expect(reopenConflicts(other, registry.id, { decidedAt })).rejects.toMatchObject({ kind: "stale" });
    await resolveConflict(caller, (await open("C23")).id, { choose: postgres });
    const ledger = (await inLedger("conflict.reopened")).length;
    expect(await reopenConflicts(caller, registry.id, { decidedAt })).toEqual({ reopened: 2 });
    expect(await inLedger("conflict.reopened")).toHaveLength(ledger + 2);
    expect((await open("C21")).choice).toBeNull();
    expect((await open("C23")).choice).toMatchObject({ value: "C23 P" });
    await expect(reopenConflicts(caller, registry.id, { decidedAt })).rejects.toMatchObject({
      kind: "stale",
      message: "There is no such decision to take back: it was taken back or changed since.",
    });

    await resumeRegistry(caller, registry.id);
    const second = await resolveConflicts(caller, registry.id, input);
    expect(second).toMatchObject({ decided: 2 });
    await carried(second.requestedRunId);
    await expect(
      reopenConflicts(caller, registry.id, { decidedAt: second.decidedAt ?? "" }),
    ).rejects.toMatchObject({
      kind: "stale",
      message: "A run has taken in 2 of 2 decisions, so all of them stand.",
    });
    expect([await cell("C21"), await cell("C23")]).toEqual(["C21 N", "C23 P"]);
  });

  test("of no field and no id are none", async () => {
    await expect(
      resolveConflicts(caller, registry.id, { choose: "base", preview: false }),
    ).rejects.toMatchObject({ kind: "invalid-input", paths: [{ path: "/field" }] });
  });

  test("are pages of a list that can be narrowed to a field and a state", async () => {
    const all = await listConflicts(caller, registry.id, { cursor: null });
    const staff = await listConflicts(caller, registry.id, {
      cursor: null,
      field: "Staff",
      state: "resolved",
    });
    expect(staff.data.map(({ field }) => field)).toEqual(Array(staff.data.length).fill("Staff"));
    expect(staff.data).toHaveLength(all.data.filter(({ field }) => field === "Staff").length);
    await expect(
      listConflicts(caller, registry.id, { cursor: null, field: "Nothing" }),
    ).rejects.toMatchObject({ kind: "invalid-input" });
  });
});

describe("a rule made of a conflict", () => {
  test("settles what waits on the field and what comes after, and leaves what a person has decided", async () => {
    await disagree("C17", ["Porto", "Turin"]);
    await disagree("C18", ["Porto", "Turin"]);
    await registry.run();
    await resolveConflict(caller, (await open("C18")).id, { choose: registry.sides.notion });
    const made = await makeRule(caller, registry.id, { field: "City", side: registry.sides.postgres });
    expect(made.waiting).toBe(1);
    expect(made.registry.strategies).toEqual({
      City: { strategy: "authority", authority: registry.sides.postgres },
      Staff: { strategy: "manual", authority: null },
    });
    await carried(made.requestedRunId);
    expect([await cell("C17"), await cell("C18")]).toEqual(["Turin", "Porto"]);
    expect(await resolved("C17")).toMatchObject({ decidedBy: "authority" });
    await disagree("C19", ["Porto", "Turin"]);
    await registry.run();
    expect(await cell("C19")).toBe("Turin");
    const [entry] = (await inLedger("registry.updated")).slice(-1);
    expect(entry).toMatchObject({ actor_ref: caller.actor.ref });
  });
});

describe("who may", () => {
  let waiting: ConflictView;

  beforeAll(async () => {
    await change({ strategies: { City: { strategy: "manual" } }, access: { City: { roles: ["owner"] } } });
    await disagree("C20", ["Porto", "Turin"]);
    await registry.run();
    waiting = await open("C20");
  });

  beforeEach(async () => {
    expect((await open("C20")).choice).toBeNull();
  });

  const as = (role: Caller["role"]): Caller => ({ ...caller, role });

  test.each(["editor", null] as const)("decide on a field is said by its roles: not as %s", async (role) => {
    const refused = { kind: "forbidden", message: "Your role may not decide on City." };
    const side = registry.sides.notion;
    expect(await getConflict(as(role), waiting.id)).toMatchObject({ canResolve: false });
    await expect(resolveConflict(as(role), waiting.id, { choose: side })).rejects.toMatchObject(refused);
    await expect(reopenConflict(as(role), waiting.id)).rejects.toMatchObject(refused);
    const many = { choose: side, preview: false };
    await expect(resolveConflicts(as(role), registry.id, { ...many, field: "City" })).rejects.toMatchObject(
      refused,
    );
    expect(await resolveConflicts(as(role), registry.id, { ...many, ids: [waiting.id] })).toMatchObject({
      decided: 0,
    });
    await expect(makeRule(as(role), registry.id, { field: "City", side })).rejects.toMatchObject(refused);
  });

  test("read is not who may decide", async () => {
    expect(await getConflict(as("viewer"), waiting.id)).toMatchObject({ canResolve: false });
    await expect(resolveConflict(as("viewer"), waiting.id, { choose: "base" })).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(
      makeRule(as("approver"), registry.id, { field: "Staff", side: registry.sides.notion }),
    ).rejects.toMatchObject({ kind: "forbidden" });
  });

  test("see it is one organization only", async () => {
    const other = (await world.addTenant("Grace")).caller;
    const missing = { kind: "not-found" };
    await expect(getConflict(other, waiting.id)).rejects.toMatchObject(missing);
    await expect(resolveConflict(other, waiting.id, { choose: "base" })).rejects.toMatchObject(missing);
    await expect(reopenConflict(other, waiting.id)).rejects.toMatchObject(missing);
    const decidedAt = new Date().toISOString();
    await expect(reopenConflicts(other, registry.id, { decidedAt })).rejects.toMatchObject(missing);
    await expect(countOpenConflicts(other, registry.id)).rejects.toMatchObject(missing);
    const many = { ids: [waiting.id], choose: "base", preview: false };
    await expect(resolveConflicts(other, registry.id, many)).rejects.toMatchObject(missing);
    await expect(
      makeRule(other, registry.id, { field: "City", side: registry.sides.notion }),
    ).rejects.toMatchObject(missing);
  });
});

describe("a decision on many that a run has taken in in part", () => {
  test("is not taken back at all", async () => {
    for (const code of ["C24", "C25"]) await disagree(code, [`${code} N`, `${code} P`]);
    await registry.run();
    const ids = [(await open("C24")).id, (await open("C25")).id];
    const input = { ids, choose: registry.sides.notion, preview: false };
    const { decidedAt } = await resolveConflicts(caller, registry.id, input);
    // As a run leaves it that was killed between two chunks.
    await world.ours(
      "update rows.conflict set resolved = true where registry_id = $1 and key = '[\"C24\"]' and not resolved",
      [uuidOf("reg", registry.id)],
    );
    await expect(reopenConflicts(caller, registry.id, { decidedAt: decidedAt ?? "" })).rejects.toMatchObject({
      message: "A run has taken in 1 of 2 decisions, so all of them stand.",
    });
    expect((await open("C25")).choice).toMatchObject({ value: "C25 N" });
  });
});
