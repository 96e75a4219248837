import { describe, expect, it } from "vitest";
import { openNotion } from "./connector";
import type { Json } from "./json";
import {
  type Call,
  dataSource,
  fails,
  list,
  ok,
  type Reply,
  SOURCE,
  scripted,
  uuid,
} from "./scripted.test-kit";
import { config, row, schema } from "./write-side.test-kit";

/** What Notion answers to each of the calls that `changes` makes. */
interface Answers {
  readonly trash?: (call: Call) => Reply;
  readonly schema?: () => Reply;
  readonly rows?: (call: Call) => Reply;
  readonly page?: () => Reply;
  readonly database?: () => Reply;
}

function notion(answers: Answers) {
  const script = scripted((call) => {
    if (call.path === `data_sources/${SOURCE}`) return answers.schema?.() ?? ok(schema);
    if (call.path.startsWith("pages/")) return answers.page?.() ?? fails(404, "object_not_found");
    if (call.path.startsWith("databases/")) return answers.database?.() ?? fails(404, "object_not_found");
    const listed = call.body.is_archived === true ? answers.trash : answers.rows;
    return listed?.(call) ?? list([]);
  });
  const side = openNotion({ token: "secret_1" }, script.out, { baseUrl: "http://notion.test" }).side(config);
  const changes = (mark: string, cursor: string | null = null) => {
    if (side.changes === undefined) throw new Error("Notion tells changes");
    return side.changes(mark, cursor);
  };
  return { ...script, side, changes };
}

async function markNow(): Promise<string> {
  const { mark } = await notion({}).side.read(null);
  if (mark == null) throw new Error("the read gave no mark");
  return mark;
}

const mark = await markNow();
const trashed = (at: number, more: Json = {}): Json => row(at, "gone", "n", { in_trash: true, ...more });
const now = (): string => new Date().toISOString();

describe("the calls of changes", () => {
  it("are three where nothing changed, and ask for the mapped properties of what was edited", async () => {
    const { changes, calls } = notion({});
    expect(await changes(mark)).toMatchObject({
      records: [],
      gone: [],
      next: null,
      end: { kind: "known", readWhole: [] },
      requests: 3,
    });
    const { since } = JSON.parse(mark) as { since: string };
    const [trash, source, rows] = calls;
    expect(trash?.body).toEqual({
      is_archived: true,
      result_type: "page",
      page_size: 100,
      sorts: [{ timestamp: "last_edited_time", direction: "descending" }],
    });
    expect(trash?.query.getAll("filter_properties")).toEqual(["title"]);
    expect(source?.method).toBe("GET");
    expect(rows?.body).toEqual({
      result_type: "page",
      page_size: 100,
      sorts: [{ timestamp: "created_time", direction: "ascending" }],
      filter: { timestamp: "last_edited_time", last_edited_time: { on_or_after: since } },
    });
    expect(rows?.query.getAll("filter_properties")).toEqual(["title", ":a", "st", "tg", "cl"]);
    expect(calls.length).toBe(3);
  });

  it("are none for a mark that says nothing", async () => {
    const ahead = JSON.stringify({ ...JSON.parse(mark), since: "2999-01-01T00:00:00.000Z" });
    for (const bad of ["", "nonsense", ahead]) {
      const { changes, calls } = notion({});
      expect(await changes(bad)).toMatchObject({ records: [], gone: [], end: { kind: "lost" }, requests: 0 });
      expect(calls).toEqual([]);
    }
  });

  it("teach a fresh process how to project", async () => {
    const { changes, side } = notion({});
    expect(side.project("stage", null)).toEqual({ ok: true, value: null });
    await changes(mark);
    expect(side.project("stage", null)).toMatchObject({ ok: false, reason: "status-empty" });
  });
});

describe("rows in the trash", () => {
  it("are told as gone by their own word only", async () => {
    const { changes } = notion({
      trash: () => list([trashed(10), row(11, "alive", "n"), { object: "page", id: uuid(12) }]),
    });
    expect((await changes(mark)).gone).toEqual([uuid(10)]);
  });

  it("are no rows of a data source that is itself in the trash, or hidden", async () => {
    for (const answer of [ok(dataSource({}, { in_trash: true })), fails(404, "object_not_found")]) {
      const { changes } = notion({ trash: () => list([trashed(10)]), schema: () => answer });
      await expect(changes(mark)).rejects.toMatchObject({ kind: "connection-broken" });
    }
  });

  it("are looked through as far as they were edited lately, and not for ever", async () => {
    const paged =
      (edited: (page: number) => string) =>
      (call: Call): Reply => {
        const page = Number(call.body.start_cursor ?? 0);
        return list([trashed(10 + page, { last_edited_time: edited(page) })], {
          has_more: true,
          next_cursor: String(page + 1),
        });
      };
    const old = "2026-01-01T00:00:00.000Z";
    const some = notion({ trash: paged((page) => (page < 2 ? now() : old)) });
    expect(await some.changes(mark)).toMatchObject({
      gone: [uuid(10), uuid(11), uuid(12)],
      end: { kind: "known" },
      requests: 5,
    });
    const all = notion({ trash: paged(now) });
    expect(await all.changes(mark)).toMatchObject({ end: { kind: "lost" }, requests: 5 });
  });

  it("are listed from the start again when Notion forgets its place", async () => {
    let forgot = false;
    const { changes } = notion({
      trash: (call) => {
        if (call.body.start_cursor === undefined) {
          return list([trashed(10, { last_edited_time: now() })], { has_more: true, next_cursor: "c" });
        }
        if (forgot) return list([trashed(11, { last_edited_time: now() })]);
        forgot = true;
        return fails(400, "validation_error", { message: "The start_cursor provided is invalid: c" });
      },
    });
    expect((await changes(mark)).gone).toEqual([uuid(10), uuid(11)]);
  });

  it("that are listed as living too are looked up one by one", async () => {
    const both = {
      trash: () => list([trashed(10)]),
      rows: () => list([row(10, "old", "n"), row(11, "b", "n")]),
    };
    const back = await notion({ ...both, page: () => ok(row(10, "back", "n")) }).changes(mark);
    expect(back).toMatchObject({ gone: [uuid(10)], requests: 4 });
    expect(back.records.map((record) => record.cells.code)).toEqual(["back", "b"]);
    for (const page of [ok(trashed(10)), fails(404, "object_not_found")]) {
      const away = await notion({ ...both, page: () => page }).changes(mark);
      expect(away.gone).toEqual([uuid(10)]);
      expect(away.records.map((record) => record.cells.code)).toEqual(["b"]);
    }
  });

  it("are remembered from page to page", async () => {
    const { changes } = notion({
      trash: () => list([trashed(10)]),
      rows: (call) =>
        call.body.start_cursor === "2"
          ? list([row(10, "old", "n")])
          : list([row(11, "b", "n")], { has_more: true, next_cursor: "2" }),
      page: () => ok(trashed(10)),
    });
    const first = await changes(mark);
    expect(first).toMatchObject({ gone: [uuid(10)], end: null });
    expect(await changes(mark, first.next)).toMatchObject({ records: [], gone: [], end: { kind: "known" } });
  });

  it("are told once, and again after one of them has come back", async () => {
    const trash = () => list([trashed(10), trashed(11)]);
    const next = async (from: string, answers: Answers) => {
      const { gone, end } = await notion({ trash, ...answers }).changes(from);
      return { gone, mark: end?.kind === "known" ? end.mark : "" };
    };
    const first = await next(mark, {});
    expect(first.gone).toEqual([uuid(10), uuid(11)]);
    const second = await next(first.mark, { trash: () => list([trashed(11), trashed(10)]) });
    expect(second.gone).toEqual([]);
    const back = { rows: () => list([row(10, "back", "n")]), page: () => ok(row(10, "back", "n")) };
    const third = await next(second.mark, back);
    expect(third.gone).toEqual([]);
    expect((await next(third.mark, {})).gone).toEqual([uuid(10), uuid(11)]);
  });

  it("are believed only if their database is no trash itself", async () => {
    const inDatabase = ok({ ...schema, parent: { type: "database_id", database_id: uuid(2) } });
    const asked = (database: Reply) =>
      notion({
        trash: () => list([trashed(10)]),
        schema: () => inDatabase,
        database: () => database,
      }).changes(mark);
    await expect(asked(ok({ object: "database", id: uuid(2), in_trash: true }))).rejects.toMatchObject({
      kind: "connection-broken",
    });
    await expect(asked("reset")).rejects.toMatchObject({ kind: "upstream-unavailable" });
    for (const answer of [
      ok({ object: "database", id: uuid(2), in_trash: false }),
      fails(404, "x"),
      fails(403, "x"),
    ]) {
      expect(await asked(answer)).toMatchObject({ gone: [uuid(10)], requests: 4 });
    }
  });
});

describe("edited rows", () => {
  it("are not all told where Notion does not say that they are", async () => {
    const flaws: readonly Json[] = [
      { has_more: true, next_cursor: null },
      { request_status: { type: "incomplete", incomplete_reason: "out of breath" } },
    ];
    for (const flaw of flaws) {
      const { changes } = notion({ rows: () => list([row(10, "a", "n")], flaw) });
      expect((await changes(mark)).end).toMatchObject({ kind: "lost" });
    }
  });

  it("come with our own errors", async () => {
    for (const [part, reply, kind] of [
      ["rows", fails(429, "rate_limited", {}, { "retry-after": "3" }), "rate-limited"],
      ["trash", fails(401, "unauthorized"), "connection-broken"],
      ["trash", "reset", "upstream-unavailable"],
    ] as const) {
      const { changes } = notion({ [part]: () => reply });
      await expect(changes(mark)).rejects.toMatchObject({ name: "AppError", kind });
    }
    await expect(notion({}).changes(mark, "nonsense")).rejects.toMatchObject({ kind: "internal" });
  });
});
