import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { List } from "./client";
import type { Json } from "./json";
import { advance, type Cursor, cursorText, firstCursor, parseCursor, queryOf, restarted } from "./window";

const START = Date.parse("2026-01-01T00:00:00.000Z");

/** Rows by the minute they were made in; ids are as distinct as their number. */
const tableOf = (minutes: readonly number[]): readonly Json[] =>
  [...minutes]
    .sort((a, b) => a - b)
    .map((minute, at) => ({
      object: "page",
      id: `00000000-0000-0000-0000-${String(at).padStart(12, "0")}`,
      created_time: new Date(START + minute * 60_000).toISOString(),
    }));

interface Provider {
  readonly rows: readonly Json[];
  readonly limit: number;
  readonly pageSize: number;
}

/** What the query in `body` gives, cut at the provider's limit. */
function answer({ rows, limit, pageSize }: Provider, body: Json): List {
  const filter = body.filter as { created_time: { on_or_after: string } } | undefined;
  const from = filter?.created_time.on_or_after ?? "";
  const matching = rows.filter((row) => String(row.created_time) >= from);
  const result = matching.slice(0, limit);
  const start = Number(body.start_cursor ?? 0);
  const end = start + pageSize;
  return {
    results: result.slice(start, end),
    hasMore: end < result.length,
    nextCursor: end < result.length ? String(end) : null,
    cut: matching.length > limit ? "at-limit" : "no",
  };
}

/** Reads to the end; `lose` tells at which calls Notion has forgotten the cursor. */
function readThrough(provider: Provider, lose: (call: number) => boolean = () => false) {
  const given: string[] = [];
  let cursor: Cursor | null = firstCursor(new Map([["title", "title"]]), new Map());
  let longest = 0;
  for (let call = 0; call < 10_000; call += 1) {
    if (cursor.at !== null && lose(call)) cursor = restarted(cursor);
    const step = advance(cursor, answer(provider, queryOf(cursor)));
    given.push(...step.fresh.map((page) => String(page.id)));
    if (step.next === null) return { given, census: step.census, longest, calls: call + 1 };
    const text = cursorText(step.next);
    longest = Math.max(longest, text.length);
    cursor = parseCursor(text);
  }
  throw new Error("the read does not end");
}

describe("windows", () => {
  it("give every row once and prove it, wherever the provider cuts", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(12), { maxLength: 120 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 15 }),
        (minutes, limit, pageSize) => {
          const rows = tableOf(minutes);
          const { given, census } = readThrough({ rows, limit, pageSize });
          expect(new Set(given).size).toBe(given.length);
          const busiest = Math.max(
            0,
            ...minutes.map((minute) => minutes.filter((each) => each === minute).length),
          );
          if (busiest < limit) expect(census).toEqual({ complete: true, total: rows.length });
          if (census?.complete) expect(given.length).toBe(rows.length);
          if (busiest > limit) expect(census).toMatchObject({ complete: false });
        },
      ),
    );
  });

  it("read on behind a minute that holds more rows than can be listed, and say so", () => {
    const rows = tableOf([0, ...Array.from({ length: 30 }, () => 5), 9, 9]);
    const { given, census } = readThrough({ rows, limit: 20, pageSize: 7 });
    expect(census).toEqual({
      complete: false,
      reason: "More rows were created within one minute than Notion lists.",
    });
    expect(given).toContain(rows.at(-1)?.id);
    expect(given.length).toBe(1 + 20 + 2);
  });

  it("go on after a lost cursor, each row once", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(6), { maxLength: 100 }),
        fc.integer({ min: 5, max: 30 }),
        fc.array(fc.nat(60), { maxLength: 12 }),
        (minutes, limit, losses) => {
          const rows = tableOf(minutes);
          const { given, census } = readThrough({ rows, limit, pageSize: 4 }, (call) =>
            losses.includes(call),
          );
          expect(new Set(given).size).toBe(given.length);
          if (census?.complete) expect(given.length).toBe(rows.length);
        },
      ),
    );
  });

  it.each([[0], [400], [1_100]])(
    "give a busy minute at a window's edge once, after %i rows before it",
    (before) => {
      const rows = tableOf([...Array(before).fill(0), ...Array(900).fill(1), ...Array(50).fill(2)]);
      const { given, census } = readThrough({ rows, limit: before + 600, pageSize: 100 });
      expect(new Set(given).size).toBe(given.length);
      if (before > 0) expect(census).toEqual({ complete: true, total: rows.length });
      else expect(census).toMatchObject({ complete: false });
    },
  );

  it("cost one call for a hundred rows, and keep the cursor small", () => {
    const rows = tableOf(Array.from({ length: 10_001 }, (_, at) => Math.floor(at / 100)));
    const { census, calls, longest } = readThrough({ rows, limit: 10_000, pageSize: 100 });
    expect(census).toEqual({ complete: true, total: 10_001 });
    expect(calls).toBeLessThanOrEqual(Math.ceil(10_001 / 100) + 1);
    expect(longest).toBeLessThan(4_000);
  });

  it("forget the ids of a busy minute, and then own up to a lost place", () => {
    const rows = tableOf(Array.from({ length: 900 }, () => 0));
    const calm = readThrough({ rows, limit: 10_000, pageSize: 100 });
    expect(calm.census).toEqual({ complete: true, total: 900 });
    expect(calm.longest).toBeLessThan(14_000);
    const troubled = readThrough({ rows, limit: 10_000, pageSize: 100 }, (call) => call === 7);
    expect(troubled.census).toMatchObject({ complete: false });
  });

  it("do not take a full listing for the whole when nothing says that it is", () => {
    const rows = tableOf(Array.from({ length: 10_500 }, (_, at) => Math.floor(at / 100)));
    let cursor: Cursor | null = firstCursor(new Map([["title", "title"]]), new Map());
    let total = 0;
    while (cursor !== null) {
      const list = answer({ rows, limit: 10_000, pageSize: 100 }, queryOf(cursor));
      const step: ReturnType<typeof advance> = advance(cursor, { ...list, cut: "unsaid" });
      total += step.fresh.length;
      if (step.next === null) expect(step.census).toEqual({ complete: true, total: 10_500 });
      cursor = step.next;
    }
    expect(total).toBe(10_500);
  });

  it("never call a broken listing complete", () => {
    const cursor = firstCursor(new Map([["title", "title"]]), new Map());
    const rows = tableOf([0, 1]);
    const broken: readonly Partial<List>[] = [
      { hasMore: true, nextCursor: null },
      { cut: "other" },
      { cut: "at-limit", results: [] },
    ];
    for (const flaw of broken) {
      const list: List = { results: rows, hasMore: false, nextCursor: null, cut: "no", ...flaw };
      expect(advance(cursor, list).census).toMatchObject({ complete: false });
    }
  });

  it("refuse a cursor that is not theirs", () => {
    for (const text of ["", "null", "{}", '{"v":2}']) expect(() => parseCursor(text)).toThrow("not known");
  });
});
