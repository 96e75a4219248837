import { describe, expect, test } from "vitest";
import { type Lifecycle, lifecycleBreach, lifecycleProblems } from "./lifecycle";

const LEASE: Lifecycle = {
  initial: ["Draft"],
  transitions: { Draft: ["Final"], Final: ["Archived", "Draft"], Archived: [] },
};

describe("a change of state", () => {
  test.each([
    ["a step that is allowed", "Draft", "Final", null],
    ["one of several", "Final", "Draft", null],
    ["no change", "Archived", "Archived", null],
    ["a step too far", "Draft", "Archived", "may not go from Draft to Archived; allowed: Final."],
    ["the end", "Archived", "Draft", "may not go from Archived to Draft; nothing may follow it."],
    ["a new row at the beginning", null, "Draft", null],
    ["a new row further on", null, "Final", "must begin as Draft, not as Final."],
    ["no state", "Final", null, null],
    ["a state unknown before", "Signed", "Archived", null],
    ["a value before that is not known", undefined, "Archived", null],
    [
      "an unknown state, which is not named",
      "Draft",
      "Secret",
      "must be one of its states: Draft, Final, Archived.",
    ],
    ["a name of the prototype", "Draft", "toString", "must be one of its states: Draft, Final, Archived."],
  ])("%s", (_, before, after, breach) => {
    expect(lifecycleBreach(LEASE, { before, after })).toBe(breach);
  });

  test("without initial states a row may begin in any", () => {
    expect(
      lifecycleBreach({ transitions: LEASE.transitions }, { before: null, after: "Archived" }),
    ).toBeNull();
  });
});

describe("a lifecycle that cannot be", () => {
  test.each([
    [
      "an unknown state to begin with",
      { initial: ["Open"], transitions: { Draft: [] } },
      null,
      ["initial", "0"],
    ],
    ["an unknown state to go to", { transitions: { Draft: ["Open"] } }, null, ["transitions", "Draft", "0"]],
    ["a state that enum forbids", { transitions: { Draft: [] } }, ["Final"], ["transitions", "Draft"]],
    ["no state", { transitions: {} }, null, ["transitions"]],
    [
      "a state of the prototype",
      { transitions: { Draft: ["valueOf"] } },
      null,
      ["transitions", "Draft", "0"],
    ],
  ])("%s", (_, lifecycle, members, path) => {
    expect(lifecycleProblems(lifecycle, members).map((problem) => problem.path)).toEqual([path]);
  });

  test("a good one has no problem", () => {
    expect(lifecycleProblems(LEASE, ["Draft", "Final", "Archived", "Other"])).toEqual([]);
  });
});
