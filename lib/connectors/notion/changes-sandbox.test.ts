import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Cells } from "@/lib/engine/value";
import type { SideConfig } from "../connector";
import {
  changesSince,
  expectUpToDate,
  type Followed,
  followed,
  knownAfter,
} from "../contract-changes.test-kit";
import type { ContractLayout } from "../contract-harness.test-kit";
import { readAll } from "../contract-session.test-kit";
import { type SandboxPlace, sandboxPlace } from "./sandbox-place.test-kit";

/** End to end, hours after hours: our clock is the machine's, and so is the workspace's, unless a test parts them. */

const START = Date.parse("2026-11-28T12:00:30.000Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const layout: ContractLayout = {
  fields: [
    { id: "code", name: "Code", type: "text" },
    { id: "name", name: "Name", type: "text" },
    { id: "stage", name: "Stage", type: "select" },
    { id: "partners", name: "Partners", type: "relation", target: "t" },
  ],
  key: ["code"],
  options: { stage: ["Open", "Closed"] },
  targets: { partners: 130 },
};

let place: SandboxPlace;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: START });
  place = await sandboxPlace(layout);
});
afterEach(async () => {
  vi.useRealTimers();
  await place.dispose();
});

const open = (config: SideConfig = place.config) => place.open(config);
const without = (...fields: readonly string[]): SideConfig => ({
  ...place.config,
  mapped: place.config.mapped.filter(({ field }) => !fields.includes(field.id)),
});
const limits = (settings: object) => place.sandbox.control("set-limits", { ...settings });
const later = (ms: number) => vi.setSystemTime(Date.now() + ms);
const names = (known: Followed) => [...known.records.values()].map(({ cells }) => cells.name).sort();

/** Rows of long before the first read, followed from it on. */
async function settled(rows: readonly Cells[]): Promise<Followed> {
  await place.insert(rows);
  later(HOUR);
  return followed(open());
}

async function follow(known: Followed): Promise<Followed> {
  const side = open();
  return knownAfter(known, side, await changesSince(side, known.mark));
}

const many = (count: number) => Array.from({ length: count }, (_, at) => ({ code: `r${at}`, name: "n" }));

describe("what it costs", () => {
  it("is three calls while nothing happens, however many rows there are, and however many in the trash", async () => {
    await place.insert(many(300));
    place.sandbox.control("trash", { pageIds: place.pageIds().slice(0, 150) });
    later(HOUR);
    let known = await followed(open());
    for (const requests of [4, 3, 3]) {
      // The first time the trash is news, and its database is asked whether it is there itself.
      const changes = await changesSince(open(), known.mark);
      expect(changes).toMatchObject({ records: [], requests, pages: 1 });
      expect(changes.gone.length).toBe(requests === 4 ? 100 : 0);
      known = await knownAfter(known, open(), changes);
      later(HOUR);
    }
    await expectUpToDate(known, open());
  });

  it("is one call more for a related data source, where something happened", async () => {
    const known = await settled([{ code: "a", name: "old" }]);
    await place.edit("a", "name", "new");
    expect((await changesSince(open(), known.mark)).requests).toBe(4);
    const apart = open(without("partners"));
    const { mark } = await followed(apart);
    expect((await changesSince(apart, mark)).requests).toBe(3);
  });

  it("does not repeat what was told an hour ago", async () => {
    let known = await settled([
      { code: "a", name: "old" },
      { code: "b", name: "b" },
    ]);
    await place.edit("a", "name", "new");
    known = await follow(known);
    expect(names(known)).toEqual(["b", "new"]);
    later(HOUR);
    expect((await changesSince(open(), known.mark)).records.length).toBe(1);
    later(HOUR);
    const again = await changesSince(open(), (await follow(known)).mark);
    expect(again.records).toEqual([]);
  });
});

describe("what happened around a read is told", () => {
  it("if our clock is ten minutes ahead and Notion's index a minute behind", async () => {
    limits({ indexLagMs: MINUTE });
    await place.insert([{ code: "a", name: "old" }]);
    later(HOUR);
    await place.edit("a", "name", "new");
    later(MINUTE - 1_000);
    // From here on Notion's time, which dates the edit, is ten minutes behind ours.
    const theirs = Date.now();
    later(10 * MINUTE);
    const known = await followed(open());
    vi.setSystemTime(theirs);
    later(2 * MINUTE);
    expect(names(await follow(known))).toEqual(["new"]);
  });

  it("if Notion's clock is hours ahead", async () => {
    await place.insert([{ code: "a", name: "old" }]);
    place.sandbox.clock.advance(5 * HOUR);
    let known = await followed(open());
    for (const name of ["once", "twice"]) {
      await place.edit("a", "name", name);
      known = await follow(known);
      expect(names(known)).toEqual([name]);
      later(HOUR);
    }
  });

  it("page after page, hours long", async () => {
    await place.insert(many(250));
    const side = open();
    const first = await side.read(null);
    const records = new Map(first.records.map((record) => [record.locator, record]));
    await place.edit("r0", "name", "early");
    later(3 * HOUR);
    let { next, mark } = first;
    while (next !== null) {
      const page = await open().read(next);
      for (const record of page.records) records.set(record.locator, record);
      mark = page.mark ?? null;
      ({ next } = page);
    }
    expect(first.mark).toBeUndefined();
    later(HOUR);
    const known = await follow({ records, mark: mark ?? "" });
    expect(known.records.size).toBe(250);
    await expectUpToDate(known, open());
  });
});

describe("rows that went to the trash", () => {
  for (const trashBumpsEdited of [true, false]) {
    it(`are told hours after their last edit, where that ${trashBumpsEdited ? "counts" : "does not count"} as an edit`, async () => {
      limits({ trashBumpsEdited });
      let known = await settled([
        { code: "a", name: "a" },
        { code: "b", name: "b" },
      ]);
      await place.remove("a");
      later(HOUR);
      known = await follow(known);
      expect(names(known)).toEqual(["b"]);
      later(HOUR);
      await expectUpToDate(await follow(known), open());
    });
  }

  it("are told out of a large trash only if that counts as an edit; else the full read tells", async () => {
    for (const trashBumpsEdited of [true, false]) {
      limits({ trashBumpsEdited });
      await place.insert(many(100));
      const old = place.pageIds();
      await place.insert([{ code: "young", name: "n" }]);
      later(HOUR);
      for (const pageId of old.slice(1)) {
        place.sandbox.control("edit-cell", { pageId, property: "Name", value: "before the trash" });
      }
      await place.insert(many(10));
      place.sandbox.control("trash", { pageIds: [...old.slice(1), ...place.pageIds().slice(-10)] });
      later(HOUR);
      const known = await followed(open());
      place.sandbox.control("trash", { pageIds: old.slice(0, 1) });
      const changes = await changesSince(open(), known.mark);
      expect(changes.end.kind).toBe("known");
      expect(changes.gone.includes(old[0] ?? "")).toBe(trashBumpsEdited);
      expect((await readAll(open())).records.some(({ locator }) => locator === old[0])).toBe(false);
      place.sandbox.control("trash", { pageIds: place.pageIds() });
      later(HOUR);
    }
  });

  it("are told again as rows when they come back and are edited", async () => {
    let known = await settled([{ code: "a", name: "a" }]);
    const [pageId] = place.pageIds();
    place.sandbox.control("trash", { pageIds: [pageId] });
    known = await follow(known);
    expect(names(known)).toEqual([]);
    later(HOUR);
    place.sandbox.control("restore", { pageIds: [pageId] });
    await place.edit("a", "name", "back");
    expect(names(await follow(known))).toEqual(["back"]);
  });

  it("are no longer told once they are purged: only the full read shows that they are missing", async () => {
    const known = await settled([{ code: "a", name: "a" }]);
    place.sandbox.control("purge", { pageIds: place.pageIds() });
    expect(await changesSince(open(), known.mark)).toMatchObject({ records: [], gone: [] });
    expect((await readAll(open())).records).toEqual([]);
  });

  for (const what of ["data_sources", "databases"] as const) {
    it(`are not told as gone together with all others of ${what} in the trash`, async () => {
      const known = await settled([{ code: "a", name: "a" }]);
      const { body } = await place.sandbox.raw("GET", `/v1/data_sources/${place.dataSourceId}`);
      const { database_id: databaseId } = body.parent as { database_id: string };
      const path = `/v1/${what}/${what === "databases" ? databaseId : place.dataSourceId}`;
      await place.sandbox.raw("PATCH", path, { in_trash: true });
      await expect(changesSince(open(), known.mark)).rejects.toMatchObject({ kind: "connection-broken" });
      await place.sandbox.raw("PATCH", path, { in_trash: false });
      await expectUpToDate(await follow(known), open());
    });
  }
});

describe("more edits than one query lists", () => {
  it("are told in windows, and nothing besides", async () => {
    await place.insert(many(500));
    const known = await followed(open());
    const edited = place.pageIds().filter((_, at) => at % 5 > 0);
    for (const pageId of edited) {
      place.sandbox.control("edit-cell", { pageId, property: "Name", value: "edited" });
    }
    limits({ queryCap: 150 });
    const changes = await changesSince(open(), known.mark);
    expect(changes.end.kind).toBe("known");
    expect(new Set(changes.records.map(({ locator }) => locator))).toEqual(new Set(edited));
    expect(changes.records.length).toBe(edited.length);
    await expectUpToDate(await knownAfter(known, open(), changes), open());
  });

  it("are lost where time does not part them", async () => {
    const known = await settled([{ code: "a", name: "a" }]);
    await place.insert(many(20));
    limits({ queryCap: 10 });
    expect((await changesSince(open(), known.mark)).end).toMatchObject({ kind: "lost" });
  });

  it("are told on when Notion forgets its cursors", async () => {
    await place.insert(many(250));
    const known = await followed(open());
    for (const pageId of place.pageIds()) {
      place.sandbox.control("edit-cell", { pageId, property: "Name", value: "edited" });
    }
    const changes = await changesSince(open(), known.mark, async () => {
      place.sandbox.control("invalidate-cursors");
      later(HOUR);
      await place.edit("r3", "name", "meanwhile");
    });
    const then = await follow(await knownAfter(known, open(), changes));
    expect(names(then).filter((name) => name === "edited").length).toBe(249);
    await expectUpToDate(then, open());
  });
});

describe("what a row's time does not show", () => {
  it("is not followed: no mark with a computed field, a two-way relation or a relation that is hidden", async () => {
    await place.insert([{ code: "a", name: "a" }]);
    expect((await readAll(open())).mark).not.toBeNull();
    const { dataSourceId } = place;
    const tables = place.sandbox.control("list-tables") as unknown as {
      title: string;
      dataSourceId: string;
    }[];
    const target = tables.find((table) => table.title === "Partners")?.dataSourceId;
    const added = (name: string, type: string, config: object) => {
      const made = place.sandbox.control("add-property", { dataSourceId, name, type, config });
      const field = { id: name, name, type: type === "relation" ? "relation" : "text" } as const;
      const sideField = decodeURIComponent(String(made.propertyId));
      return { ...place.config, mapped: [...place.config.mapped, { field, sideField, writable: false }] };
    };
    for (const config of [
      added("sum", "formula", { expression: "" }),
      added("two", "relation", { data_source_id: target, dual_property: {} }),
    ]) {
      expect(await readAll(open(config))).toMatchObject({ census: { complete: true }, mark: null });
    }
    expect((await readAll(open())).mark).not.toBeNull();
    place.sandbox.control("unshare", { dataSourceId: target });
    expect((await readAll(open())).mark).toBeNull();
    expect((await readAll(open(without("partners")))).mark).not.toBeNull();
  });

  it("ends the following: an option renamed, a property of another type, a relation hidden", async () => {
    const { dataSourceId, sandbox } = place;
    let known = await settled([{ code: "a", name: "a", stage: "Open" }]);
    const end = async () => (await changesSince(open(), known.mark)).end.kind;
    await place.edit("a", "stage", "Brand new");
    expect(await end()).toBe("known");
    known = await follow(known);
    await place.rename?.("stage", "Phase");
    expect(await end()).toBe("known");
    sandbox.control("rename-option", { dataSourceId, property: "Phase", option: "Brand new", name: "Newer" });
    expect(await end()).toBe("lost");
    known = await followed(open());
    await sandbox.raw("PATCH", `/v1/data_sources/${dataSourceId}`, { properties: { Name: { number: {} } } });
    expect(await end()).toBe("lost");
    known = await followed(open());
    await place.edit("a", "stage", "Open");
    const tables = sandbox.control("list-tables") as unknown as { title: string; dataSourceId: string }[];
    sandbox.control("unshare", {
      dataSourceId: tables.find(({ title }) => title === "Partners")?.dataSourceId,
    });
    expect(await end()).toBe("lost");
  });
});

describe("long lists", () => {
  it("are completed, as in a full read", async () => {
    const known = await settled([{ code: "a", name: "a" }]);
    const all = [...(place.references.partners ?? [])].sort();
    await place.edit("a", "partners", all.slice(0, 101));
    const then = await follow(known);
    expect([...then.records.values()][0]?.cells.partners).toEqual(all.slice(0, 101));
    await expectUpToDate(then, open());
  });
});
