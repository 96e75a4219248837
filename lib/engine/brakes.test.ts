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
  movedCells: [],
  approvals: [],
  preview: null,
  puttingBackOn: [],
  ...parts,
});
const moved = { sideId: "s1", fields: ["Name", "City", "Staff", "Tags"], edits: 1_200, moved: 1_100 };
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
    ["a changed setting", stats({ settingChanges: ["The filter of the rows changed."] }), ["setting-change"]],
    ["a rename", stats({ renames: 1 }), ["renames"]],
    ["moved cells", stats({ movedCells: [moved] }), ["moved-cells"]],
    ["moved cells of a side that is put back", stats({ movedCells: [moved], puttingBackOn: ["s1"] }), []],
    [
      "cells that need an approval",
      stats({ approvals: [{ field: "Status", cells: 1 }] }),
      ["approval-required"],
    ],
    [
      "cells of two fields that need an approval",
      stats({
        approvals: [
          { field: "Status", cells: 3 },
          { field: "Amount", cells: 0 },
          { field: "Owner", cells: 1 },
        ],
      }),
      ["approval-required", "approval-required"],
    ],
    ["a preview", stats({ preview: "Look at what this undo would do." }), ["preview"]],
    ["an emptied side that a person has put back", { ...onSide({ rowsSeen: 0 }), puttingBackOn: ["s1"] }, []],
    [
      "an emptied side while another is put back",
      { ...onSide({ rowsSeen: 0 }), puttingBackOn: ["s2"] },
      ["emptied-side"],
    ],
    ["most rows changed while a side is put back", stats({ rowsChanged: 900, puttingBackOn: ["s1"] }), []],
    ["deletes while a side is put back", { ...onSide({ deletes: 101 }), puttingBackOn: ["s1"] }, ["deletes"]],
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

  const allowed = { schemaChange: "allow", orphans: "allow", renames: "allow", movedCells: "allow" } as const;
  const changing = stats({
    schemaChanges: ["Amount became text."],
    settingChanges: ["The filter of the rows changed."],
    orphans: 1,
    renames: 1,
    movedCells: [moved],
    approvals: [{ field: "Status", cells: 1 }],
    preview: "Look.",
  });
  it("holds what the registry lets through, unless it is allowed", () => {
    const always = ["setting-change", "approval-required", "preview"];
    expect(kinds(applyBrakes(changing, { ...DEFAULT_LIMITS, ...allowed }))).toEqual(always);
    for (const kind of ["schema-change", "orphans", "renames", "moved-cells"]) {
      expect(kinds(applyBrakes(changing))).toContain(kind);
    }
  });

  it("says where cells went from row to row, and in which fields", () => {
    const [brake] = applyBrakes(stats({ movedCells: [moved] }));
    expect(brake).toMatchObject({ sideId: "s1", value: 1_100, limit: 0, total: 1_200, severity: "hold" });
    expect(brake?.message).toBe(
      "On Vendors (Notion), 1,100 of 1,200 changed cells of Name, City, Staff and 1 more show what stood in another row before, as after a sort that left out the other columns.",
    );
  });

  it("says what changed, and how much of what needs an approval", () => {
    const run = stats({
      rowsChanged: 7,
      settingChanges: ["The filter of the rows changed.", "Sheet takes part now."],
      renames: 1_200,
      approvals: [
        { field: "Status", cells: 1_200 },
        { field: "Owner", cells: 1 },
      ],
      preview: "This undo would change 7 rows.",
    });
    expect(applyBrakes(run)).toEqual([
      {
        kind: "setting-change",
        sideId: null,
        value: 2,
        limit: 0,
        total: 2,
        severity: "hold",
        message:
          "The registry's settings changed since the last run: The filter of the rows changed. Sheet takes part now.",
      },
      {
        kind: "renames",
        sideId: null,
        value: 1_200,
        limit: 0,
        total: 1_000,
        severity: "hold",
        message:
          "1,200 rows seem to have new keys: their other cells are unchanged. Approve them as renames, or check the keys.",
      },
      {
        kind: "approval-required",
        sideId: null,
        value: 1_200,
        limit: 0,
        total: 1_200,
        severity: "hold",
        message: "This run would change 1,200 cells of Status, which need an approval.",
      },
      {
        kind: "approval-required",
        sideId: null,
        value: 1,
        limit: 0,
        total: 1,
        severity: "hold",
        message: "This run would change 1 cell of Owner, which needs an approval.",
      },
      {
        kind: "preview",
        sideId: null,
        value: 7,
        limit: 0,
        total: 1_000,
        severity: "hold",
        message: "This undo would change 7 rows.",
      },
    ]);
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
