import { expect, test } from "vitest";
import { newUuid, publicId } from "@/lib/ids";
import type { OpenHarness } from "./harness";
import {
  commitOf,
  companyCells,
  decision,
  issue,
  keyOf,
  linkOf,
  operation,
  outcome,
  record,
  settle,
} from "./samples";

const DELETED = { outcome: "deleted", cells: null, hash: null } as const;

/** What one registry's rows are to another's, and keys that change. */
export function relationTests(open: OpenHarness): void {
  test("references are a side's locators or the key's text, both ways", async () => {
    const harness = await open();
    const { store, registry } = harness;
    const { Ada, Bob } = await settle(harness, ["Ada", "Bob"]);
    const [first = ""] = registry.sides.map(({ id }) => id);
    const [bySide, byKey] = [first, null].map((sideId) => ({ registryId: registry.id, sideId })) as [
      { registryId: string; sideId: string },
      { registryId: string; sideId: null },
    ];
    const found = await store.transact(async (tx) => [
      await tx.rowsOfReferences(bySide, ["at Ada", "nowhere"]),
      await tx.rowsOfReferences(byKey, ["Bob", "Zoe"]),
      await tx.rowsOfReferences(byKey, []),
      await tx.referencesOfRows(bySide, [Ada, newUuid()]),
      await tx.referencesOfRows(byKey, [Bob]),
      await tx.referencesOfRows(bySide, []),
    ]);
    expect(found).toEqual([
      new Map([["at Ada", Ada]]),
      new Map([["Bob", Bob]]),
      new Map(),
      new Map([[Ada, "at Ada"]]),
      new Map([[Bob, "Bob"]]),
      new Map(),
    ]);
  });

  test("the side of a registry on a connection is found, or there is none", async () => {
    const { store, registry, contacts } = await open();
    const [first, second] = registry.sides;
    const ask = (registryId: string, connectionId = "") =>
      store.transact((tx) => tx.sideOnConnection(registryId, connectionId));
    expect(await ask(registry.id, second?.connectionId)).toBe(second?.id);
    expect(await ask(contacts.id, first?.connectionId)).toBe(contacts.sides[0]?.id);
    expect(await ask(contacts.id, second?.connectionId)).toBeNull();
  });

  test("orphans are the relation cells that point at rows which the plan deletes", async () => {
    const harness = await open();
    const { store, registry, contacts, addRun } = harness;
    const { Ada, Bob, Cid } = await settle(harness, ["Ada", "Bob", "Cid"]);
    const runId = await addRun();
    const contact = (name: string, company: readonly string[] | null) =>
      commitOf(decision(newUuid(), name, { cells: { name, company } }));
    await store.transact(async (tx) => {
      await tx.commitRows({ runId, registryId: contacts.id }, [
        contact("x", [Ada, Bob]),
        contact("y", [Ada]),
        contact("z", null),
        contact("w", [Cid]),
      ]);
      await tx.storeDecisions(runId, [
        decision(Ada, "Ada", { ...DELETED, ordinal: 0 }),
        decision(Bob, "Bob", { ...DELETED, ordinal: 1 }),
        decision(Cid, "Cid", { ordinal: 2 }),
      ]);
    });
    const orphans = (registryId: string, run: string) =>
      store.transact((tx) => tx.orphansOfPlan({ registryId, runId: run }));
    expect(await orphans(registry.id, runId)).toBe(3);
    expect(await orphans(contacts.id, runId)).toBe(0);
    expect(await orphans(registry.id, Ada)).toBe(0);
  });

  test("registries whose relations wait are woken by a run that made rows or carried them on", async () => {
    const harness = await open();
    const { store, registry, contacts, addRun, dump } = harness;
    await settle(harness, ["Ada"]);
    const [idle, creating] = [await addRun(), await addRun()];
    const waiting = (runId: string) =>
      store.transact((tx) => tx.registriesWaitingFor({ registryId: registry.id, runId }));
    const [side = ""] = contacts.sides.map(({ id }) => id);
    const create = operation(newUuid(), registry.sides[0]?.id ?? "", { op: "create" });
    await store.transact((tx) => tx.storeOperations(creating, [create]));
    await store.transact((tx) => tx.recordOutcomes(creating, [outcome(0)]));
    expect(await waiting(creating)).toEqual([]);
    const place = { runId: idle, registryId: contacts.id };
    await store.transact((tx) => tx.reportIssues(place, [issue(side, "x", { reason: "relation-pending" })]));
    expect([await waiting(creating), await waiting(idle)]).toEqual([[contacts.id], []]);
    await store.transact((tx) =>
      tx.commitRows({ runId: idle, registryId: registry.id }, [commitOf(decision(newUuid(), "New"))]),
    );
    expect(await waiting(idle)).toEqual([contacts.id]);
    const before = new Map((await dump()).registry.map(({ id, dirty }) => [id, dirty]));
    await store.transact(async (tx) => {
      await tx.markDirty([]);
      await tx.markDirty([contacts.id]);
    });
    const dirty = new Map((await dump()).registry.map(({ id, dirty: isDirty }) => [id, isDirty]));
    expect([before.get(contacts.id), dirty.get(contacts.id), dirty.get(registry.id)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test("options that a registry's rows offer are noted, and whoever takes them decides anew", async () => {
    const harness = await open();
    const { store, registry, contacts, publish, addOptionSet, dump } = harness;
    const id = newUuid();
    await addOptionSet({
      id,
      name: "Cities",
      options: [],
      source: { registryId: registry.id, field: "city" },
    });
    await publish(contacts.id, { properties: { name: { "x-options": publicId("ops", id) } } });
    await publish(registry.id, { properties: { name: { type: "string" } } });
    await settle(harness, ["Ada", "Bob"]);
    const rechecks = async () =>
      new Map((await dump()).registry.map((line) => [line.id, [line.recheck, line.dirty]]));
    await store.transact((tx) => tx.noteChangedOptions(contacts.id));
    expect((await rechecks()).get(contacts.id)).toEqual([0, false]);
    await store.transact((tx) => tx.noteChangedOptions(registry.id));
    await store.transact((tx) => tx.noteChangedOptions(registry.id));
    const after = await rechecks();
    expect([after.get(contacts.id), after.get(registry.id)]).toEqual([
      [1, true],
      [0, false],
    ]);
    expect((await store.rulesOf(contacts.id))?.optionSets).toEqual(
      new Map([[publicId("ops", id), ["Brno"]]]),
    );
  });

  test("lost records come with what their side acknowledged, unknown ones where nobody has their key", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid"]);
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const runId = await addRun();
    const place = { runId, registryId: registry.id, sideId: first };
    const acknowledged = companyCells("Bob", "Zlín");
    await store.transact(async (tx) => {
      const links = [linkOf(first, rows.Bob, "Bob", { acknowledged, pending: true })];
      await tx.commitRows(place, [commitOf(decision(rows.Bob, "Bob"), { links })]);
      await tx.storeExclusions({ registryId: registry.id, actor: {} }, [
        { sideId: first, locator: "at Out", key: null, reason: "unticked" },
        { sideId: second, locator: "y", key: keyOf("Kept"), reason: "unticked" },
      ]);
      await tx.stageRecords({ runId, sideId: first, from: 0 }, [
        record(null, { locator: "at Ada", state: "absent" }),
        record(null, { locator: "at Bob", state: "absent" }),
        record("Cid"),
        ...["New", "Both", "Out", "Kept"].map((name) => record(name)),
        record("Cid", { locator: "copy" }),
        record("Unread", { unknown: { city: "why" } }),
        record(null),
      ]);
      await tx.stageRecords({ runId, sideId: second, from: 0 }, [record("Both")]);
    });
    const [lost, unknown, none] = await store.transact(async (tx) => [
      await tx.lostRecords(place),
      await tx.unknownRecords(place),
      await tx.lostRecords({ runId, sideId: second }),
    ]);
    expect(lost).toHaveLength(2);
    expect(lost).toEqual(
      expect.arrayContaining([
        { rowId: rows.Ada, cells: companyCells("Ada") },
        { rowId: rows.Bob, cells: acknowledged },
      ]),
    );
    expect(unknown).toHaveLength(2);
    expect(unknown).toEqual(
      expect.arrayContaining([
        { locator: "at New", cells: companyCells("New") },
        { locator: "at null", cells: companyCells("") },
      ]),
    );
    expect(none).toEqual([]);
    await store.transact(async (tx) => {
      await tx.takeForRenamed(place, []);
      await tx.takeForRenamed(place, [{ rowId: rows.Ada, locator: "at New" }]);
    });
    const seen = (await dump()).obs.filter(({ rowId, sideId }) => rowId !== null && sideId === first);
    expect(new Map(seen.map(({ locator, rowId, state }) => [locator, [rowId, state]]))).toEqual(
      new Map([
        ["at Ada", [rows.Ada, "renamed"]],
        ["at Bob", [rows.Bob, "absent"]],
        ["at Cid", [rows.Cid, "present"]],
        ["at New", [rows.Ada, "present"]],
      ]),
    );
  });
}
