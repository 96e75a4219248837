import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import {
  type ChangesPlace,
  changesPlace,
  changesSince,
  Follower,
  install,
  readAll,
  truth,
} from "./changes-place.test-kit";

let database: TestDatabase;
let place: ChangesPlace;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(async () => {
  await database.drop();
});

const codes = (records: readonly { readonly locator: string }[]) =>
  records.map((each) => each.locator).sort();

describe.each(["log", "scan"] as const)("changes by %s", (kind) => {
  let follower: Follower;
  const sql = (text: string, values: unknown[] = []) => place.person.query(text, values);

  beforeEach(async () => {
    place = await changesPlace(database, kind === "log");
    await sql("insert into places select 'r' || n, 'Name ' || n, n from generate_series(1, 400) n");
    follower = new Follower(place.side);
    await follower.readWhole();
  });

  afterEach(async () => {
    await place.dispose();
  });

  const followed = async (between?: () => Promise<void>) => {
    const told = await follower.follow(between);
    expect(follower.content).toEqual(await truth(place.side));
    return told;
  };

  it("tells nothing of an unchanged side, and goes on from a new mark", async () => {
    const first = await followed();
    expect(first).toMatchObject({ records: [], gone: [], end: { kind: "known", readWhole: [] }, pages: 1 });
    const again = await followed();
    expect(again).toMatchObject({ records: [], gone: [], end: { kind: "known" } });
    expect(JSON.parse(follower.mark).kind).toBe(kind);
    if (kind === "log") expect(again.requests).toBe(1);
    expect(follower.reads).toBe(1);
  });

  it("tells an insert, an update and a delete", async () => {
    await sql("insert into places values ('new', 'New', null)");
    await sql("update places set name = null where code = 'r7'");
    await sql("delete from places where code = 'r9'");
    const told = await followed();
    expect(codes(told.records)).toEqual(expect.arrayContaining(['["new"]', '["r7"]']));
    expect(codes(told.records)).not.toContain('["r9"]');
    if (kind === "log") {
      expect(codes(told.records)).toEqual(['["new"]', '["r7"]']);
      expect(told.gone).toEqual(['["r9"]']);
    }
    expect(follower.reads).toBe(1);
  });

  it("survives an update of a column that is not mapped", async () => {
    await sql("update places set memo = 'x'");
    await followed();
  });

  it("tells a row that was deleted and made again, and one that was made and deleted", async () => {
    await sql("delete from places where code = 'r5'");
    await sql("insert into places values ('r5', 'Again', 5), ('short', 'x', 1)");
    await sql("delete from places where code = 'short'");
    const told = await followed();
    expect(codes(told.records)).toContain('["r5"]');
    expect(follower.known.has('["short"]')).toBe(false);
  });

  it("tells both keys of a row whose key changed, also when two rows trade keys", async () => {
    await sql("update places set code = 'moved' where code = 'r1'");
    await sql(`update places set code = case code when 'r2' then 'r3x' else 'r2' end where code in ('r2', 'r3');
      update places set code = 'r3' where code = 'r3x'`);
    const told = await followed();
    expect(codes(told.records)).toEqual(expect.arrayContaining(['["moved"]', '["r2"]', '["r3"]']));
    expect(follower.known.has('["r1"]')).toBe(false);
  });

  it("tells what a row was changed to and back to, if the caller may know the value between", async () => {
    await sql("update places set name = 'between' where code = 'r1'");
    const known = new Follower(place.side);
    await known.readWhole();
    await sql("update places set name = 'Name 1' where code = 'r1'");
    await known.follow();
    expect(known.content).toEqual(await truth(place.side));
  });

  it("does not lose the table's end", async () => {
    await sql("truncate places");
    const told = await followed();
    expect(told.end.kind).toBe("lost");
    await sql("insert into places values ('one', 'One', 1)");
    await followed();
    await sql("delete from places");
    await followed();
    expect(follower.content).toEqual([]);
  });

  it("follows thousands of changes", async () => {
    await sql("insert into places select 'm' || n, 'Name ' || n, n from generate_series(1, 25000) n");
    const told = await followed();
    expect(told.end.kind).toBe(kind === "log" ? "known" : "lost");
    if (kind === "log") expect(told.pages).toBe(3);
    await sql("update places set size = size + 1 where code like 'm%'");
    await followed();
    await sql("delete from places where code like 'm%5'");
    const gone = await followed();
    if (kind === "log") expect(gone.gone.length).toBe(2500);
  });

  it("tells a transaction that began before the mark and ended after it", async () => {
    const early = await place.another();
    await early.query(
      "begin; insert into places values ('early', 'x', 1); update places set name = 'e' where code = 'r4'",
    );
    await sql("insert into places values ('late', 'x', 1)");
    await followed();
    expect(follower.known.has('["late"]')).toBe(true);
    await early.query(
      "savepoint s; update places set name = 'e' where code = 'r5'; release savepoint s; commit",
    );
    const told = await followed();
    expect(codes(told.records)).toEqual(expect.arrayContaining(['["early"]', '["r4"]', '["r5"]']));
    expect(follower.reads).toBe(1);
  });

  it("tells nothing of a transaction that was rolled back", async () => {
    await sql("begin; delete from places; rollback");
    await sql("begin; savepoint s; update places set name = 'x'; rollback to savepoint s; commit");
    expect(await followed()).toMatchObject({ records: [], gone: [] });
  });

  it("tells what happened while the read went from page to page", async () => {
    await sql("insert into places select 'n' || n, 'Name ' || n, n from generate_series(1, 20000) n");
    const pages: number[] = [];
    const edited = new Follower({
      ...place.side,
      changes: (mark, cursor) => place.side.changes?.(mark, cursor) as never,
      read: async (cursor) => {
        if (cursor !== null) await edit(pages.length);
        const page = await place.side.read(cursor);
        pages.push(page.records.length);
        // Ahead of the read: it sees the value, which is then taken back.
        if (pages.length === 1) await sql("update places set name = 'for a moment' where code = 'r99'");
        if (page.next === null) await sql("update places set name = 'Name 99' where code = 'r99'");
        return page;
      },
    });
    const edit = async (at: number) => {
      await sql("delete from places where code = $1", [`n${at}`]);
      await sql("update places set name = 'edited' where code in ($1, $2)", [`n1000${at}`, `n999${at}`]);
      await sql("insert into places values ($1, 'made', 1), ($2, 'made', 1)", [`a${at}`, `z${at}`]);
    };
    await edited.readWhole();
    expect(pages.length).toBeGreaterThan(2);
    await edited.follow();
    expect(edited.content).toEqual(await truth(place.side));
    expect(edited.reads).toBe(1);
  });

  it("tells what happened while changes were told page by page", async () => {
    const wide = "x".repeat(60_000);
    await sql("update places set name = $1 where size <= 200", [wide]);
    let round = 0;
    const between = async () => {
      round += 1;
      await sql("update places set name = 'later' where code in ('r1', 'r150', 'r399')");
      await sql("delete from places where code = $1", [`r${round + 50}`]);
      await sql("insert into places values ($1, 'made', 1)", [`made${round}`]);
      // Told by a later page, and taken back when all is told.
      if (round === 1) await sql("update places set name = 'between' where size between 100 and 200");
    };
    const told = await follower.follow(between);
    expect(told.end.kind).toBe("known");
    expect(told.pages).toBeGreaterThan(1);
    expect(told.records.some(({ cells }) => cells.name === "between")).toBe(true);
    await sql("update places set name = $1 where size between 100 and 200", [wide]);
    await followed();
    expect(follower.reads).toBe(1);
  });

  it("goes on in another process", async () => {
    await sql("update places set name = $1 where size <= 200", ["x".repeat(60_000)]);
    const first = await place.side.changes?.(follower.mark, null);
    expect(first?.next).not.toBeNull();
    const second = await place.sideOf().changes?.(follower.mark, first?.next ?? null);
    expect(second?.records.length).toBeGreaterThan(0);
  });

  it("ends lost for what is no mark, or another's", async () => {
    const mark = JSON.parse(follower.mark);
    const others = [
      "",
      "null",
      "{}",
      follower.mark.slice(0, -2),
      JSON.stringify({ ...mark, form: 2 }),
      JSON.stringify({ ...mark, of: "0".repeat(32) }),
      JSON.stringify({ ...mark, digests: "AAAA" }),
      JSON.stringify({ ...mark, snapshot: "9:1:" }),
      JSON.stringify({ ...mark, snapshot: "1:1:'; select 1" }),
      JSON.stringify({ ...mark, anchor: "0".repeat(32) }),
      JSON.stringify({ ...mark, witness: "0".repeat(32) }),
    ];
    for (const other of others) {
      if (other === JSON.stringify(mark)) continue;
      const told = await changesSince(place.side, other);
      expect(told, other).toMatchObject({ records: [], gone: [] });
      expect(told.end.kind, other).toBe("lost");
    }
    await sql("create table others (like places including all)");
    const { mark: theirs } = await readAll(place.sideOf(undefined, undefined, "others"));
    expect((await changesSince(place.side, theirs ?? "")).end.kind).toBe("lost");
    await expect(place.side.changes?.(follower.mark, "{}")).rejects.toMatchObject({ kind: "invalid-input" });
  });

  it("ends lost under another mapping, key or column type", async () => {
    const partly = place.sideOf({ code: [1, "text"], name: [2, "text"] });
    expect((await changesSince(partly, follower.mark)).end.kind).toBe("lost");
    const otherwise = place.sideOf({ code: [1, "text"], name: [2, "text"], size: [3, "number"] });
    expect((await changesSince(otherwise, follower.mark)).end.kind).toBe("lost");
    await sql("alter table places alter column size type bigint");
    expect((await followed()).end.kind).toBe("lost");
    expect((await followed()).end.kind).toBe("known");
  });

  it("never reads rows hidden by a policy as gone", async () => {
    await sql(`alter table places enable row level security; create policy p on places using (size < 10);
      delete from places where code = 'r1'`);
    const told = await changesSince(place.side, follower.mark);
    expect(told).toMatchObject({ records: [], gone: [], end: { kind: "lost" } });
    await expect(place.side.read(null)).rejects.toMatchObject({ kind: "connection-broken" });
  });

  it("throws, rather than ending lost, while the table is locked or gone", async () => {
    await sql("update places set name = 'x' where code = 'r1'");
    const other = await place.another();
    await other.query("begin; lock table places");
    await expect(changesSince(place.side, follower.mark)).rejects.toMatchObject({
      kind: "upstream-unavailable",
    });
    await other.query("rollback");
    await followed();
  });

  it("follows a table that people and programs change at random", async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const others = [await place.another(), await place.another(), await place.another()];
    const open = new Set<number>();
    for (let round = 0; round < 40; round += 1) {
      for (let step = 0; step < 4; step += 1) {
        const at = random(others.length);
        const client = others[at];
        if (!client) continue;
        // Each session has rows of its own, so that none waits for another.
        const row = `${["r1", "r2", "r3"][at]}${random(10)}${random(10)}`;
        const act = random(8);
        if (act === 0 && !open.has(at)) await client.query("begin").then(() => open.add(at));
        else if (act === 1 && open.has(at)) await client.query("commit").then(() => open.delete(at));
        else if (act === 2 && open.has(at)) await client.query("rollback").then(() => open.delete(at));
        else if (act < 5)
          await client.query("update places set name = $2 where code = $1", [row, String(random(3))]);
        else if (act === 5) await client.query("delete from places where code = $1", [row]);
        else {
          await client.query(
            "insert into places values ($1, 'made', 1) on conflict (code) do update set size = places.size + 1",
            [row],
          );
        }
      }
      await followed();
    }
    for (const client of others) await client.query("commit");
    await followed();
    expect(follower.reads).toBe(1);
  });
});

describe("which way", () => {
  afterEach(async () => {
    await place.dispose();
  });

  it("goes over to a log that was installed since", async () => {
    place = await changesPlace(database, false);
    await place.person.query("insert into places values ('a', 'A', 1), ('b', 'B', 2)");
    const follower = new Follower(place.side);
    await follower.readWhole();
    await install(place.person, place.schema, "places", ["code"]);
    await place.person.query("update places set name = 'AA' where code = 'a'");
    expect((await follower.follow()).end.kind).toBe("known");
    expect(JSON.parse(follower.mark).kind).toBe("log");
    await place.person.query("delete from places where code = 'b'");
    expect(await follower.follow()).toMatchObject({ records: [], gone: ['["b"]'] });
    expect(follower.content).toEqual(await truth(place.side));
  });
});
