import { describe, expect, test } from "vitest";
import { type Plan, planOf } from "./plans";
import { admit, rowNotice, rowStanding } from "./row-limit";

const SMALL: Plan = { ...planOf("free"), rows: 10 };
const NOW = new Date("2026-12-20T12:00:00Z");
const daysAgo = (days: number, ms = 0) => new Date(NOW.getTime() - days * 86_400_000 + ms);

describe("where an organization stands", () => {
  test.each([
    [0, null, "within"],
    [7, null, "within"],
    [8, null, "near"],
    [9, null, "near"],
    [10, null, "full"],
    [10, daysAgo(20), "full"],
    [11, null, "over"],
    [11, daysAgo(0), "over"],
    [11, daysAgo(14, 1), "over"],
    [11, daysAgo(14), "paused"],
    [900, daysAgo(40), "paused"],
  ] as const)("%i of 10 rows, over since %s: %s", (rows, overSince, standing) => {
    expect(rowStanding(SMALL, { rows, overSince }, NOW)).toBe(standing);
    expect(rowNotice(SMALL, { rows, overSince }, NOW)?.standing ?? "within").toBe(standing);
  });

  test("a plan without a limit has nothing to say", () => {
    const use = { rows: 9_000_000, overSince: daysAgo(30) };
    expect(rowStanding(planOf("enterprise"), use, NOW)).toBe("within");
    expect(rowNotice(planOf("enterprise"), use, NOW)).toBeNull();
  });
});

describe("what a part of a plan may take up", () => {
  test.each([
    // room, leaving, arriving, admitted, room after
    [5, 0, 0, 0, 5],
    [5, 0, 3, 3, 2],
    [5, 0, 5, 5, 0],
    [5, 0, 9, 5, 0],
    [0, 0, 4, 0, 0],
    [0, 3, 4, 3, 0],
    [0, 3, 1, 1, 2],
    [-10, 0, 4, 0, -10],
    [-10, 4, 4, 0, -6],
    [-3, 5, 4, 2, 0],
    [null, 2, 70_000, 70_000, null],
  ] as const)(
    "room %s, %i leave, %i arrive: %i are taken up, room %s",
    (room, leaving, arriving, admitted, after) => {
      expect(admit(room, { leaving, arriving })).toEqual({ admitted, room: after });
    },
  );
});

describe("what is said", () => {
  const said = (rows: number, overSince: Date | null = null) => rowNotice(SMALL, { rows, overSince }, NOW);

  test("names what is used, of what, and the way out", () => {
    expect(said(8)?.message).toBe("8 of the Free plan's 10 rows are used.");
    expect(said(10)?.message).toBe("10 of the Free plan's 10 rows are used: new rows wait.");
    for (const rows of [8, 10, 11]) expect(said(rows)?.remedy).toContain("larger plan");
  });

  test("over the limit, the day of the pause", () => {
    expect(said(11, daysAgo(4))).toMatchObject({
      message: "11 of the Free plan's 10 rows are used: new rows wait. Registries pause on 2026-12-30.",
      pausesAt: new Date("2026-12-30T12:00:00Z"),
    });
    expect(said(11)?.pausesAt).toBeNull();
  });

  test("paused, that nothing is lost and what brings it back", () => {
    expect(said(11, daysAgo(15))).toMatchObject({
      message: expect.stringContaining("All rows are kept."),
      remedy: expect.stringContaining("go on by themselves"),
      pausesAt: null,
    });
  });
});
