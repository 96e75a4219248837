import { describe, expect, it } from "vitest";
import {
  applyBrakes,
  type Brake,
  type BrakeKind,
  DEFAULT_LIMITS,
  type RunStats,
  type SideStats,
  severityOf,
} from "./brakes";

const side = (parts: Partial<SideStats> = {}): SideStats => ({
  sideId: "s1",
  name: "Vendors (Notion)",
  incompleteBecause: null,
  rowsInBase: 1000,
  rowsSeen: 1000,
  rowsCarried: 0,
  deletes: 0,
  recentDeletes: 0,
  ...parts,
});
const stats = (parts: Partial<RunStats> = {}): RunStats => ({
  deletePolicy: "hold",
  sides: [side()],
  rowsInBase: 1000,
  rowsChanged: 0,
  rowsValidated: 1000,
  validationErrors: 0,
  orphans: 0,
  schemaChanges: [],
  settingChanges: [],
  renames: 0,
  approvals: [],
  preview: null,
  puttingBackOn: [],
  ...parts,
});
const kinds = (brakes: readonly Brake[]): readonly BrakeKind[] => brakes.map((brake) => brake.kind);
const onSide = (parts: Partial<SideStats>) => stats({ sides: [side(parts)] });

describe("applyBrakes", () => {
  const cases: readonly (readonly [string, RunStats, readonly BrakeKind[]])[] = [
    ["nothing to hold", stats(), []],
    ["deletes of exactly 10 %", onSide({ deletes: 100 }), []],
    ["deletes of more than 10 %", onSide({ deletes: 101 }), ["deletes"]],
    ["five deletes of a small side", onSide({ rowsInBase: 6, rowsSeen: 1, deletes: 5 }), []],
    ["six deletes of a small side", onSide({ rowsInBase: 8, rowsSeen: 2, deletes: 6 }), ["deletes"]],
    [
      "many small deletions in a day",
      onSide({ rowsInBase: 920, rowsSeen: 920, deletes: 21, recentDeletes: 80 }),
      ["deletes-24h"],
    ],
    [
      "as many as may be in a day",
      onSide({ rowsInBase: 920, rowsSeen: 920, deletes: 20, recentDeletes: 80 }),
      [],
    ],
    ["a day full of deletions, none now", onSide({ rowsInBase: 100, rowsSeen: 100, recentDeletes: 900 }), []],
    ["a large deletion trips one brake, not two", onSide({ deletes: 101 }), ["deletes"]],
    ["deletes that stay local", stats({ deletePolicy: "never", sides: [side({ deletes: 900 })] }), []],
    [
      "the policy propagate has the same threshold",
      stats({ deletePolicy: "propagate", sides: [side({ deletes: 101 })] }),
      ["deletes"],
    ],
    [
      "an incomplete read",
      onSide({ incompleteBecause: "10,000 rows is the most it returns" }),
      ["incomplete-read"],
    ],
    ["an emptied side", onSide({ rowsSeen: 0 }), ["emptied-side"]],
    ["an emptied side of one row", onSide({ rowsInBase: 1, rowsSeen: 0 }), ["emptied-side"]],
    ["a delta read that returned nothing", onSide({ rowsSeen: 0, rowsCarried: 1000 }), []],
    [
      "a first sync from an empty side",
      stats({ rowsInBase: 0, sides: [side({ rowsInBase: 0, rowsSeen: 0 })] }),
      [],
    ],
    ["validation errors of 1 %", stats({ validationErrors: 10 }), []],
    ["validation errors of more than 1 %", stats({ validationErrors: 11 }), ["validation-errors"]],
    ["five validation errors of a small registry", stats({ rowsValidated: 20, validationErrors: 5 }), []],
    ["half the rows changed", stats({ rowsChanged: 500 }), []],
    ["more than half the rows changed", stats({ rowsChanged: 501 }), ["most-rows-changed"]],
    ["all of twenty rows changed", stats({ rowsInBase: 20, rowsChanged: 20 }), []],
    ["all rows of a first sync", stats({ rowsInBase: 0, rowsChanged: 5000 }), []],
    ["a changed schema", stats({ schemaChanges: ["Amount became text."] }), ["schema-change"]],
    ["orphans", stats({ orphans: 1 }), ["orphans"]],
  ];
  it.each(cases)("%s", (_name, run, expected) => expect(kinds(applyBrakes(run))).toEqual(expected));

  it("brakes each side by its own rows, and adds what holds the whole run", () => {
    const run = stats({
      sides: [side({ deletes: 101 }), side({ sideId: "s2", rowsInBase: 10_000, deletes: 101 })],
      orphans: 2,
    });
    expect(applyBrakes(run).map(({ kind, sideId }) => [kind, sideId])).toEqual([
      ["deletes", "s1"],
      ["orphans", null],
    ]);
  });

  it("takes the registry's own limits", () => {
    const limits = { ...DEFAULT_LIMITS, deletes: { fraction: 0, floor: 0 } };
    expect(kinds(applyBrakes(onSide({ deletes: 1 }), limits))).toEqual(["deletes"]);
  });

  it("says it in words, with the numbers", () => {
    const [brake] = applyBrakes(onSide({ rowsInBase: 12_040, rowsSeen: 10_000, deletes: 2_040 }));
    expect(brake).toMatchObject({ value: 2_040, limit: 1_204, total: 12_040, severity: "hold" });
    expect(brake?.message).toBe(
      "This run would delete 2,040 of 12,040 rows (16.9 %) on Vendors (Notion). Up to 1,204 would go through without approval.",
    );
  });
});

describe("severityOf", () => {
  const held = applyBrakes(stats({ orphans: 1 }));
  const stopped = applyBrakes(onSide({ incompleteBecause: "the read was cut short" }));
  it("only an incomplete read stops; it outweighs what a person could approve", () => {
    expect(severityOf([])).toBeNull();
    expect(severityOf(held)).toBe("hold");
    expect(severityOf([...held, ...stopped])).toBe("stop");
    expect(stopped.map((brake) => brake.severity)).toEqual(["stop"]);
  });
});
