import { describe, expect, it } from "vitest";
import type { Cells } from "@/lib/engine/value";
import { fails, list, ok, page, type Reply, rich, SOURCE, uuid } from "./scripted.test-kit";
import { create, notion, removal, row, update } from "./write-side.test-kit";

describe("a batch", () => {
  it("looks all keys up with one query and sends only what changes, by property id", async () => {
    const rows = [row(10, "a", "old"), row(11, "b", "same"), row(12, "c", "x")];
    const { calls, seen, write } = notion({
      "POST data_sources/*/query": () => list(rows),
      "PATCH pages/*": (call) =>
        ok(call.body.in_trash === true ? row(12, "c", "x", { in_trash: true }) : row(10, "a", "new")),
      "POST pages": () => ok(row(13, "d", "n")),
    });
    const report = await write([
      update(10, { note: "new", code: "a" }, { code: "a", note: "old" }),
      update(11, { note: "same" }, { code: "b", note: "was another" }),
      removal(12, { code: "c", note: "x" }),
      create("d"),
    ]);
    expect(report.stopped).toBeNull();
    expect(report.written.map((each) => each.outcome)).toEqual(["done", "done", "done", "done"]);
    expect(seen()).toEqual([
      "GET data_sources/*",
      "POST data_sources/*/query",
      "PATCH pages/*",
      "PATCH pages/*",
      "POST pages",
    ]);
    expect(report.requests).toBe(5);
    expect(calls[1]?.body.filter).toEqual({
      or: ["a", "b", "c", "d"].map((code) => ({ property: "title", title: { equals: code } })),
    });
    expect(calls[1]?.query.getAll("filter_properties")).toEqual(["title", ":a", "st", "tg", "cl"]);
    expect(calls[2]?.body).toEqual({
      properties: { "%3Aa": { rich_text: [{ type: "text", text: { content: "new" } }] } },
    });
    expect(calls[3]?.body).toEqual({ in_trash: true });
    expect(calls[4]?.body.parent).toEqual({ type: "data_source_id", data_source_id: SOURCE });
    expect(calls[0]?.headers.get("notion-version")).toBe("2026-03-11");
  });

  it("keeps the schema for the next batch, and fetches it anew after a refusal", async () => {
    let accept = false;
    const { seen, write } = notion({
      "POST pages": () => (accept ? ok(row(10, "a", "n")) : fails(400, "validation_error")),
    });
    expect((await write([create("a")])).written[0]).toMatchObject({ outcome: "refused", reason: "rejected" });
    accept = true;
    expect((await write([create("a")])).written[0]?.outcome).toBe("done");
    expect((await write([create("b")])).written[0]?.outcome).toBe("done");
    expect(seen().filter((call) => call === "GET data_sources/*").length).toBe(2);
  });

  it("reads a lone row by its id, and rows whose key is not expected", async () => {
    const { seen, write } = notion({ "GET pages/*": () => ok(row(10, "a", "n")) });
    expect((await write([update(10, { note: "n" }, { code: "a" })])).written[0]?.outcome).toBe("done");
    expect(seen()).toEqual(["GET data_sources/*", "GET pages/*"]);
  });

  it("takes no more than its size", async () => {
    const { write } = notion({});
    await expect(write(Array.from({ length: 101 }, (_, at) => create(`c${at}`)))).rejects.toThrow("Too many");
  });
});

describe("refusals before anything is sent", () => {
  const cases: readonly [string, Cells, string, string | null][] = [
    ["an unknown status", { code: "a", stage: "Nope" }, "unknown-option", "stage"],
    ["an option in another case", { code: "a", tags: ["red"] }, "option-case", "tags"],
    ["an option with a comma", { code: "a", tags: ["x,y"] }, "option-comma", "tags"],
    ["a field that is not mapped", { code: "a", other: "x" }, "not-mapped", "other"],
    ["a text that is too long", { code: "a", note: "x".repeat(200_001) }, "text-too-long", "note"],
    ["no key", { note: "n" }, "key-missing", "code"],
    ["a key that cannot be searched", { code: "k".repeat(2_001) }, "key-not-searchable", null],
    [
      "a row beyond the size of a request",
      { code: "a".repeat(190_000), note: "語".repeat(120_000) },
      "row-too-large",
      null,
    ],
  ];
  for (const [name, cells, reason, field] of cases) {
    it(`stop that row only: ${name}`, async () => {
      const { calls, write } = notion({ "POST pages": () => ok(row(10, "fine", "n")) });
      const { written } = await write([{ op: "create", id: "x", cells }, create("fine")]);
      expect(written[0]).toMatchObject({ outcome: "refused", reason, field });
      expect(written[1]).toMatchObject({ outcome: "done" });
      expect(calls.filter((call) => call.path === "pages").length).toBe(1);
    });
  }

  it("are for a status that is cleared, not for one that a new row does not have", async () => {
    const { calls, write } = notion({
      "POST pages": () => ok(row(10, "a", "n")),
      "GET pages/*": () => ok(row(10, "a", "n")),
    });
    const { written } = await write([{ op: "create", id: "x", cells: { code: "a", stage: null } }]);
    expect(written).toMatchObject([{ outcome: "done", record: { cells: { stage: "Open" } } }]);
    expect(Object.keys(calls.at(-1)?.body.properties as object)).toEqual(["title"]);
    expect((await write([update(10, { stage: null }, { code: "a" })])).written).toMatchObject([
      { outcome: "refused", reason: "status-empty", field: "stage" },
    ]);
  });

  it("never send a field that is closed to writes", async () => {
    const { calls, write } = notion({ "POST pages": () => ok(row(10, "a", "n")) });
    await write([{ op: "create", id: "x", cells: { code: "a", closed: "mine" } }]);
    expect(Object.keys(calls.at(-1)?.body.properties as object)).toEqual(["title"]);
  });
});

describe("compare before write", () => {
  it("is stale where somebody else's value stands, done where the wanted one does", async () => {
    const there = row(10, "a", "theirs");
    const { seen, write } = notion({ "GET pages/*": () => ok(there) });
    const stale = await write([update(10, { note: "mine" }, { note: "old" })]);
    expect(stale.written[0]).toMatchObject({ outcome: "stale", record: { cells: { note: "theirs" } } });
    const done = await write([update(10, { note: "theirs" }, { note: "old" })]);
    expect(done.written[0]).toMatchObject({ outcome: "done" });
    const kept = await write([removal(10, { note: "old" })]);
    expect(kept.written[0]).toMatchObject({ outcome: "stale" });
    expect(seen().filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });

  it("touches neither a trashed, a moved nor a hidden row", async () => {
    const states: readonly [Reply, string, string][] = [
      [ok(row(10, "a", "n", { in_trash: true })), "stale", "done"],
      [
        ok(row(10, "a", "n", { parent: { type: "data_source_id", data_source_id: uuid(9) } })),
        "stale",
        "stale",
      ],
      [ok(row(10, "a", "n", { parent: { type: "workspace", workspace: true } })), "stale", "stale"],
      [fails(404, "object_not_found"), "stale", "stale"],
    ];
    for (const [reply, updated, removed] of states) {
      const { seen, write } = notion({ "GET pages/*": () => reply });
      expect((await write([update(10, { note: "x" }, {})])).written[0]).toMatchObject({
        outcome: updated,
        record: null,
      });
      expect((await write([removal(10, {})])).written[0]).toMatchObject({ outcome: removed, record: null });
      expect(seen().filter((call) => call.startsWith("PATCH"))).toEqual([]);
    }
  });

  it("does not overwrite what it cannot read", async () => {
    const half = page(10, { title: rich("title", "a") });
    const { write } = notion({ "GET pages/*": () => ok(half) });
    expect((await write([update(10, { note: "x" }, {})])).written[0]).toMatchObject({
      outcome: "refused",
      reason: "unreadable",
      field: "note",
    });
  });

  it("creates nothing while a row that may have the key does not show it", async () => {
    const veiled = page(11, { "%3Aa": rich("rich_text", "n") });
    const { seen, write } = notion({ "POST data_sources/*/query": () => list([veiled]) });
    expect((await write([create("a")])).written[0]).toMatchObject({
      outcome: "refused",
      reason: "key-not-searchable",
    });
    expect(seen()).not.toContain("POST pages");
  });

  it("finds a row by its key whatever else Notion's search brings, and picks no twin", async () => {
    const { write } = notion({
      "POST data_sources/*/query": () => list([row(10, "A", "n"), row(11, "b", "n"), row(12, "b", "n")]),
      "POST pages": () => ok(row(13, "a", "n")),
    });
    const { written } = await write([create("a"), create("b")]);
    expect(written[0]).toMatchObject({ outcome: "done", record: { locator: uuid(13) } });
    expect(written[1]).toMatchObject({ outcome: "refused", reason: "duplicate-key" });
  });
});
