import { afterEach, describe, expect, it } from "vitest";
import type { Cells } from "@/lib/engine/value";
import type { WriteOperation } from "../connector";
import type { ContractLayout } from "../contract-harness.test-kit";
import { byCode, readAll } from "../contract-session.test-kit";
import { type SandboxPlace, sandboxPlace } from "./sandbox-place.test-kit";

/** End to end: the official client, HTTP on loopback, and a workspace that is as unkind as the real one. */

const NO_DEADLINE = Date.UTC(2100, 0, 1);

const layout: ContractLayout = {
  fields: [
    { id: "code", name: "Code", type: "text" },
    { id: "name", name: "Name", type: "text" },
    { id: "partners", name: "Partners", type: "relation", target: "t" },
  ],
  key: ["code"],
  targets: { partners: 130 },
};

let place: SandboxPlace;

async function laidOut(rows: readonly Cells[] = []): Promise<SandboxPlace> {
  place = await sandboxPlace(layout);
  await place.insert(rows);
  return place;
}

afterEach(() => place.dispose());

const open = () => place.open(place.config);
const create = (code: string, more: Cells = {}): WriteOperation => ({
  op: "create",
  id: code,
  cells: { code, name: "n", ...more },
});
const fault = (kind: string, method: string, path: string, more: object = {}) =>
  place.sandbox.control("fault", { kind, match: { method, path }, ...more });
const PAGES = "^/v1/pages/?$";

describe("a full read", () => {
  it("of 10,001 rows costs one call for a hundred rows and three more", { timeout: 120_000 }, async () => {
    await laidOut(Array.from({ length: 10_001 }, (_, at) => ({ code: `row-${at}`, name: `Name ${at}` })));
    const before = place.requests?.() ?? 0;
    const read = await readAll(open());
    expect(read.census).toEqual({ complete: true, total: 10_001 });
    expect(byCode(read.records).size).toBe(10_001);
    expect(read.requests).toBeLessThanOrEqual(Math.ceil(10_001 / 100) + 3);
    expect((place.requests?.() ?? 0) - before).toBe(read.requests);
  });

  it("reads windows within windows, each row once", { timeout: 60_000 }, async () => {
    await laidOut(Array.from({ length: 600 }, (_, at) => ({ code: `row-${at}`, name: "n" })));
    place.sandbox.control("set-limits", { queryCap: 150 });
    const read = await readAll(open());
    expect(read.census).toEqual({ complete: true, total: 600 });
    expect(byCode(read.records).size).toBe(600);
  });

  it("goes on where it was when Notion forgets all cursors", async () => {
    await laidOut(Array.from({ length: 250 }, (_, at) => ({ code: `row-${at}`, name: "n" })));
    const first = await open().read(null);
    place.sandbox.control("invalidate-cursors");
    const codes = first.records.map((record) => record.cells.code);
    let { next, census } = first;
    while (next !== null) {
      const page = await open().read(next);
      codes.push(...page.records.map((record) => record.cells.code));
      ({ next, census } = page);
    }
    expect(census).toEqual({ complete: true, total: 250 });
    expect(new Set(codes).size).toBe(250);
    expect(codes.length).toBe(250);
  });

  it("completes 26 and 101 related pages, and says nothing of a relation that is not shared", async () => {
    await laidOut();
    const all = [...(place.references.partners ?? [])].sort();
    await place.insert(
      [26, 101].map((count) => ({ code: `r${count}`, name: "n", partners: all.slice(0, count) })),
    );
    const read = byCode((await readAll(open())).records);
    expect(read.get("r26")?.cells.partners).toEqual(all.slice(0, 26));
    expect(read.get("r101")?.cells.partners).toEqual(all.slice(0, 101));
    const tables = place.sandbox.control("list-tables") as unknown as {
      title: string;
      dataSourceId: string;
    }[];
    const target = tables.find((table) => table.title === "Partners");
    place.sandbox.control("unshare", { dataSourceId: target?.dataSourceId });
    for (const record of (await readAll(open())).records) {
      expect("partners" in record.cells).toBe(false);
      expect(Object.keys(record.unknown)).toEqual(["partners"]);
    }
  });
});

describe("a key with an option of Notion's", () => {
  const keyed: ContractLayout = {
    fields: [
      { id: "code", name: "Code", type: "text" },
      { id: "kind", name: "Kind", type: "select" },
      { id: "name", name: "Name", type: "text" },
    ],
    key: ["code", "kind"],
    options: { kind: ["lease"] },
  };
  const rowOf = (code: string, kind: string): WriteOperation => ({
    op: "create",
    id: `${code} ${kind}`,
    cells: { code, kind, name: "n" },
  });

  it("that is new makes the row and the option, and the same again finds it", async () => {
    place = await sandboxPlace(keyed);
    const rows = [rowOf("a", "lease"), rowOf("a", "deed"), rowOf("b", "deed")];
    for (const time of [1, 2]) {
      const { written, stopped } = await open().write(rows, NO_DEADLINE);
      expect([time, stopped, written.map(({ outcome }) => outcome)]).toEqual([
        time,
        null,
        Array(3).fill("done"),
      ]);
      expect(place.pageIds()).toHaveLength(3);
    }
  });

  it("that is new is found by it after an answer was lost", async () => {
    place = await sandboxPlace(keyed);
    fault("504-after", "POST", PAGES);
    const { written } = await open().write([rowOf("a", "deed")], NO_DEADLINE);
    expect(written).toMatchObject([{ outcome: "done" }]);
    expect(place.pageIds()).toHaveLength(1);
  });
});

describe("rows that are no longer there", () => {
  it("are absent in the trash, and unknown when purged: purged and unshared look alike", async () => {
    await laidOut([{ code: "a" }, { code: "b" }, { code: "c" }]);
    const [a = "", b = "", c = ""] = place.pageIds();
    place.sandbox.control("trash", { pageIds: [a] });
    place.sandbox.control("purge", { pageIds: [b] });
    const { found } = await open().find([a, b, c]);
    expect(found.map((each) => each.state)).toEqual(["absent", "unknown", "present"]);
    expect((await readAll(open())).census).toEqual({ complete: true, total: 1 });
  });

  it("are not gone because the data source is not shared any more", async () => {
    await laidOut([{ code: "a" }, { code: "b" }]);
    const [a = "", b = ""] = place.pageIds();
    const { dataSourceId } = place;
    place.sandbox.control("trash", { pageIds: [a] });
    place.sandbox.control("unshare", { dataSourceId });
    const broken = { kind: "connection-broken", remedy: expect.stringContaining("Share it") };
    await expect(open().read(null)).rejects.toMatchObject(broken);
    await expect(open().shape()).rejects.toMatchObject(broken);
    expect(await open().write([create("x")], NO_DEADLINE)).toMatchObject({ written: [], stopped: broken });
    const outcome = await open()
      .find([a, b])
      .catch((error: unknown) => error);
    expect(outcome).toMatchObject(
      outcome instanceof Error ? broken : { found: [{ state: "unknown" }, { state: "unknown" }] },
    );
    place.sandbox.control("share", { dataSourceId });
    expect((await readAll(open())).census).toEqual({ complete: true, total: 1 });
  });
});

describe("a database in the trash", () => {
  it("is neither empty nor are its rows gone", async () => {
    await laidOut([{ code: "a" }, { code: "b" }]);
    const [a = "", b = ""] = place.pageIds();
    const { body } = await place.sandbox.raw("GET", `/v1/data_sources/${place.dataSourceId}`);
    const path = `/v1/databases/${(body.parent as { database_id: string }).database_id}`;
    place.sandbox.control("trash", { pageIds: [a] });
    await place.sandbox.raw("PATCH", path, { in_trash: true });
    const broken = { kind: "connection-broken", remedy: expect.stringContaining("Restore it") };
    await expect(open().read(null)).rejects.toMatchObject(broken);
    await expect(open().find([b])).rejects.toMatchObject(broken);
    await expect(open().find([a])).rejects.toMatchObject(broken);
    await place.sandbox.raw("PATCH", path, { in_trash: false });
    expect((await readAll(open())).census).toEqual({ complete: true, total: 1 });
    expect((await open().find([a, b])).found.map((each) => each.state)).toEqual(["absent", "present"]);
  });
});

describe("limits and access", () => {
  it("a rate limit stops the batch where it is, with the wait that Notion names", async () => {
    await laidOut();
    fault("429", "POST", PAGES, { afterRequests: 1, retryAfter: 37 });
    const report = await open().write(
      ["a", "b", "c"].map((code) => create(code)),
      NO_DEADLINE,
    );
    expect(report.written.map((each) => each.id)).toEqual(["a"]);
    expect(report.stopped).toMatchObject({ kind: "rate-limited", retryAfterMs: 37_000 });
    fault("529", "POST", "/query$");
    await expect(open().read(null)).rejects.toMatchObject({ kind: "rate-limited" });
  });

  it("the window of 60 seconds holds for reads", async () => {
    await laidOut([{ code: "a" }]);
    place.sandbox.control("set-limits", { perMinute: 2 });
    const failure = await readAll(open()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: "rate-limited" });
    expect((failure as { retryAfterMs: number }).retryAfterMs).toBeLessThanOrEqual(60_000);
    place.sandbox.clock.advance(60_000);
    place.sandbox.control("set-limits", { perMinute: 100 });
    expect((await readAll(open())).census).toEqual({ complete: true, total: 1 });
  });

  it("a revoked token breaks the connection, everywhere alike", async () => {
    await laidOut([{ code: "a" }]);
    const [a = ""] = place.pageIds();
    const connector = place.connect(place.sandbox.token);
    const side = connector.side(place.config);
    place.sandbox.control("revoke-token", { token: place.sandbox.token });
    const broken = { kind: "connection-broken" };
    await expect(side.read(null)).rejects.toMatchObject(broken);
    await expect(side.find([a])).rejects.toMatchObject(broken);
    await expect(side.shape()).rejects.toMatchObject(broken);
    await expect(connector.locations("")).rejects.toMatchObject(broken);
    expect(await side.write([create("x")], NO_DEADLINE)).toMatchObject({ written: [], stopped: broken });
    expect((await connector.check()).map((check) => check.ok)).toEqual([true, false, null, null]);
  });

  it("a connection that may only read writes nothing and says so", async () => {
    await laidOut([{ code: "a" }]);
    const made = place.sandbox.control("create-workspace-token", { capabilities: ["read"] });
    const connector = place.connect(String(made.token));
    expect((await connector.check()).map((check) => check.ok)).toEqual([true, true, true, null]);
    expect((await connector.locations("comp")).map((location) => location.id)).toContain(place.dataSourceId);
    const report = await connector.side(place.config).write([create("b")], NO_DEADLINE);
    expect(report).toMatchObject({ written: [], stopped: { kind: "connection-broken" } });
    expect((await readAll(open())).census).toEqual({ complete: true, total: 1 });
  });

  it("a full workspace refuses creates and still takes updates", async () => {
    await laidOut([{ code: "a", name: "old" }]);
    const [a = ""] = place.pageIds();
    place.sandbox.control("set-limits", { blockLimit: 1 });
    const report = await open().write(
      [create("b"), { op: "update", id: "u", locator: a, cells: { name: "new" }, expect: { name: "old" } }],
      NO_DEADLINE,
    );
    expect(report.written).toMatchObject([
      { outcome: "refused", reason: "workspace-full" },
      { outcome: "done" },
    ]);
  });

  it("a property of a type that is not known is shown and disturbs nothing", async () => {
    await laidOut([{ code: "a" }]);
    place.sandbox.control("add-property", {
      dataSourceId: place.dataSourceId,
      name: "Press",
      type: "button",
    });
    const press = (await open().shape()).fields.find((field) => field.name === "Press");
    expect(press).toMatchObject({ type: null, writable: false });
    expect((await readAll(open())).records[0]?.unknown).toEqual({});
  });
});

describe("a person's formatting", () => {
  it("survives a write that leaves the text as it is", async () => {
    await laidOut([{ code: "a", name: "plain" }]);
    const [a = ""] = place.pageIds();
    const bold = { text: { content: "kept" }, annotations: { bold: true } };
    const path = `/v1/pages/${a}`;
    await place.sandbox.raw("PATCH", path, { properties: { Name: { rich_text: [bold] } } });
    const report = await open().write(
      [
        {
          op: "update",
          id: "u",
          locator: a,
          cells: { code: "b", name: "kept" },
          expect: { code: "a", name: "kept" },
        },
      ],
      NO_DEADLINE,
    );
    expect(report.written).toMatchObject([
      { outcome: "done", record: { cells: { code: "b", name: "kept" } } },
    ]);
    const { body } = await place.sandbox.raw("GET", path);
    expect(body).toMatchObject({ properties: { Name: { rich_text: [{ annotations: { bold: true } }] } } });
  });
});
