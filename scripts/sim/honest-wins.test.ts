import { expect, test } from "vitest";
import { VirtualClock } from "./clock";
import { falseTimes } from "./honest-wins";
import type { DecidedConflict } from "./sim-store";
import { SimSystem } from "./system";
import { TRAITS } from "./traits";

const [traits] = TRAITS;
if (!traits) throw new Error("no system");
const place = { system: new SimSystem(traits, new VirtualClock(0)), recordId: "r" };

/** A person wrote "mine" at 10 s and touched another cell of the record at 20 s; the run decides at 60 s. */
const history = {
  edits: [{ ...place, at: 10_000, field: "first", value: "mine", before: null, isOnKnown: false }],
  touches: [
    { ...place, at: 10_000, shown: ["mine"] },
    { ...place, at: 20_000, shown: ["mine", "other"] },
  ],
  moved: new Set<string>(),
};

function claimsOf(after: number, before: number, conflict: Partial<DecidedConflict> = {}) {
  const decided: DecidedConflict = {
    ...{ field: "first", decidedBy: "hash", base: "old", winner: "theirs", at: 60_000 },
    candidates: [{ value: "mine", origin: { after, before } }],
    ...conflict,
  };
  return falseTimes({ history, store: { decidedConflicts: async () => [decided] } });
}

test.each([
  ["around the edit", 9_000, 11_000],
  ["as late as the record was touched", 20_000, 20_000],
  ["as far off as clocks may be", 22_000, 30_000],
  ["as far off the other way", 0, 8_000],
])("a time that is true: %s", async (_, after, before) => {
  expect(await claimsOf(after, before)).toEqual([]);
});

test("a time that lies after the last touch by a person, or before the edit, is false", async () => {
  expect(await claimsOf(22_001, 30_000)).toEqual(["mine (first) is said to be written later than it was"]);
  expect(await claimsOf(0, 7_999)).toEqual(["mine (first) is said to be written earlier than it was"]);
});

test("what was touched after the decision makes no time of it true", async () => {
  expect(await claimsOf(20_000, 30_000, { at: 15_000 })).toHaveLength(1);
});

test("the base's value, and what nobody wrote, are not asked about", async () => {
  expect(await claimsOf(50_000, 60_000, { base: "mine" })).toEqual([]);
  const rounded = [{ value: "1.2", origin: { after: 50_000, before: 60_000 } }];
  expect(await claimsOf(0, 0, { candidates: rounded })).toEqual([]);
});
