import { expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import type { OpenHarness } from "./harness";
import { commitOf, companyCells, decision, keyOf, linkOf, record, settle } from "./samples";

/** Which record is which row's on a side, and what it acknowledged. */
export function linkTests(open: OpenHarness): void {
  test("a record that answers for another row leaves its old one: gone where keys find records, else unlinked", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const rows = await settle(harness, ["Ada", "Bob", "Cid"]);
    const [byKey = "", byId = ""] = registry.sides.map(({ id }) => id);
    const links = [
      linkOf(byKey, rows.Bob, "Ada", { byKey: true }),
      linkOf(byId, rows.Bob, "Ada"),
      linkOf(byKey, rows.Cid, "Bob", { byKey: true }),
    ];
    const place = { runId: await addRun(), registryId: registry.id };
    await store.transact((tx) => tx.commitRows(place, [commitOf(decision(rows.Bob, "Bob"), { links })]));
    const held = (await dump()).link.filter(({ sideId }) => sideId === byKey || sideId === byId);
    const told = held.map((link) => [link.sideId === byKey, link.rowId, link.locator, link.pending]);
    const expected = [
      [true, rows.Ada, `gone:${rows.Ada}`, true],
      [true, rows.Bob, "at Ada", false],
      [true, rows.Cid, "at Bob", false],
      [false, rows.Bob, "at Ada", false],
      [false, rows.Cid, "at Cid", false],
    ];
    expect(told.map(String).sort()).toEqual(expected.map(String).sort());
  });

  test("a link keeps its hash where none is told, and takes a locator from the row that had it", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const { Ada, Bob } = await settle(harness, ["Ada", "Bob"]);
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const place = { runId: await addRun(), registryId: registry.id };
    const acknowledged = companyCells("Ada", "Zlín");
    await store.transact((tx) =>
      tx.commitRows(place, [
        commitOf(decision(Ada, "Ada"), {
          links: [linkOf(first, Ada, "Bob", { hash: null, acknowledged, pending: true })],
          unlink: [second, second],
        }),
      ]),
    );
    const links = (await dump()).link;
    const of = (sideId: string, rowId: string) =>
      links.filter((one) => one.sideId === sideId && one.rowId === rowId);
    expect(of(first, Ada)).toMatchObject([
      { locator: "at Bob", hash: "hash Ada", acknowledged, pending: true },
    ]);
    expect(of(first, Bob)).toEqual([]);
    expect(of(second, Ada)).toEqual([]);
    const row = newUuid();
    const fresh = commitOf(decision(row, "Cid"), { links: [linkOf(first, row, "Cid", { hash: null })] });
    await store.transact((tx) => tx.commitRows(place, [fresh]));
    expect((await dump()).link.find(({ rowId }) => rowId === row)).toMatchObject({
      hash: "",
      acknowledged: null,
    });
    const counts = await store.transact((tx) => tx.linkedRows(registry.id));
    expect(counts).toEqual(new Map(registry.sides.map(({ id }, at) => [id, [2, 1, 2][at]])));
  });

  test("two rows that change places on a side both keep a link", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const { Ada, Bob } = await settle(harness, ["Ada", "Bob"]);
    const [first = ""] = registry.sides.map(({ id }) => id);
    const place = { runId: await addRun(), registryId: registry.id };
    await store.transact((tx) =>
      tx.commitRows(place, [
        commitOf(decision(Ada, "Ada"), { links: [linkOf(first, Ada, "Bob")] }),
        commitOf(decision(Bob, "Bob"), { links: [linkOf(first, Bob, "Ada")] }),
      ]),
    );
    const links = (await dump()).link.filter(({ sideId }) => sideId === first);
    expect(new Map(links.map(({ rowId, locator }) => [rowId, locator]))).toEqual(
      new Map([
        [Ada, "at Bob"],
        [Bob, "at Ada"],
      ]),
    );
  });

  test("a link is of a row in the base, of a side that is there, and one record is one row's", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const { Ada, Bob } = await settle(harness, ["Ada", "Bob"]);
    const [first = ""] = registry.sides.map(({ id }) => id);
    const place = { runId: await addRun(), registryId: registry.id };
    const commit = (...links: ReturnType<typeof linkOf>[]) =>
      store.transact((tx) => tx.commitRows(place, [commitOf(decision(Ada, "Ada"), { links })]));
    const refused = (code: string) => expect.objectContaining({ code });
    await expect(commit(linkOf(first, newUuid(), "New"))).rejects.toEqual(refused("23503"));
    await expect(commit(linkOf(newUuid(), Ada, "Ada"))).rejects.toEqual(refused("23503"));
    await expect(commit(linkOf(first, Ada, "X"), linkOf(first, Bob, "X"))).rejects.toEqual(refused("23505"));
    await expect(commit(linkOf(first, Ada, "X"), linkOf(first, Ada, "Y"))).rejects.toEqual(refused("21000"));
  });

  test("links are told with the form of the key, but for records that the run found gone", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const { Ada, Bob } = await settle(harness, ["Ada", "Bob", "Cid"]);
    const sides = registry.sides.map(({ id }) => id).sort();
    const [first = ""] = registry.sides.map(({ id }) => id);
    const place = { runId: await addRun(), registryId: registry.id };
    const links = await store.transact(async (tx) => {
      await tx.commitRows(place, [commitOf(decision(Bob, "Bob", { matchKey: "form", hash: "new" }))]);
      await tx.stageRecords({ runId: place.runId, sideId: first, from: 0 }, [
        record("Ada", { state: "absent" }),
      ]);
      return tx.linksOfRows(place, [Bob, Ada]);
    });
    const line = (rowId: string, name: string, key: string) => (sideId: string) => ({
      ...{ rowId, sideId, locator: `at ${name}`, key },
    });
    const ofAda = sides.filter((sideId) => sideId !== first).map(line(Ada, "Ada", keyOf("Ada")));
    expect(links).toEqual(
      Ada < Bob
        ? [...ofAda, ...sides.map(line(Bob, "Bob", "form"))]
        : [...sides.map(line(Bob, "Bob", "form")), ...ofAda],
    );
  });

  test("what records acknowledged last is told of those whose rows have moved on", async () => {
    const harness = await open();
    const { store, registry, addRun } = harness;
    const { Ada, Bob } = await settle(harness, ["Ada", "Bob", "Cid"]);
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const place = { runId: await addRun(), registryId: registry.id };
    const known = await store.transact(async (tx) => {
      const links = [first, second].flatMap((sideId) => [
        linkOf(sideId, Ada, "Ada", { acknowledged: companyCells("Old") }),
        linkOf(sideId, Bob, "Bob"),
      ]);
      await tx.commitRows(place, [commitOf(decision(Ada, "Ada"), { links })]);
      return tx.acknowledgedAt(first, ["at Ada", "at Bob", "at Nobody"]);
    });
    expect([...known]).toEqual([["at Ada", companyCells("Old")]]);
  });

  test("what a side has acknowledged of fields that are mapped anew is forgotten, and its rows are open", async () => {
    const harness = await open();
    const { store, registry, addRun, dump } = harness;
    const { Ada, Bob, Cid } = await settle(harness, ["Ada", "Bob", "Cid"]);
    const [first = "", second = ""] = registry.sides.map(({ id }) => id);
    const place = { runId: await addRun(), registryId: registry.id };
    await store.transact(async (tx) => {
      const links = [
        linkOf(first, Ada, "Ada", { acknowledged: { name: "Old", city: "Old" } }),
        linkOf(first, Bob, "Bob", { acknowledged: { name: "Old" } }),
        linkOf(second, Ada, "Ada"),
      ];
      await tx.commitRows(place, [commitOf(decision(Ada, "Ada"), { links })]);
      await tx.unacknowledge(first, ["city", "other"]);
    });
    const held = (await dump()).link.filter(({ sideId }) => sideId === first || sideId === second);
    const told = (sideId: string, rowId: string) => {
      const link = held.find((one) => one.sideId === sideId && one.rowId === rowId);
      return [link?.acknowledged, link?.pending];
    };
    expect(told(first, Ada)).toEqual([{ name: "Old" }, true]);
    expect(told(first, Bob)).toEqual([{ name: "Old" }, false]);
    expect(told(first, Cid)).toEqual([{ name: "Cid" }, true]);
    expect(told(second, Ada)).toEqual([null, false]);
  });
}
