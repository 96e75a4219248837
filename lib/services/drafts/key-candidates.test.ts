import { expect, test } from "vitest";
import { keyCandidates } from "./key-candidates";

const because = (records: number, matched: number, notUnique = 0): string | undefined => {
  const side = { records, empty: 0, notUnique: { records: notUnique } };
  const result = { matched, partly: 0, sides: [side] };
  const one = { fields: ["f"], names: ["Name"], keptUniqueOn: [], result } as unknown;
  return keyCandidates([one as Parameters<typeof keyCandidates>[0][number]])[0]?.because;
};

test.each([
  [1, 1, 0, "Filled in the only record; 1 row matches on every side."],
  [12, 6, 0, "Filled and different in all 12 records; 6 rows match on every side."],
  [3, 1, 2, "2 of 3 records share it, 0 have none; 1 row matches on every side."],
])("of %i records and %i rows, one is said as one", (records, matched, notUnique, said) => {
  expect(because(records, matched, notUnique)).toBe(said);
});
