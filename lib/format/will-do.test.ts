import { expect, test } from "vitest";
import { willDo } from "./will-do";

const counts = { create: 0, update: 0, conflict: 0, issue: 0 };
const none = {
  ...{ unmatched: 0, duplicate: 0, keyless: 0, collision: 0, waiting: 0, excluded: 0, unreadCells: 0 },
};

test.each([
  [{}, [none, none], "It will find every record equal already."],
  [{}, [none, null], "It will write nothing."],
  [{}, [], "It will write nothing."],
  [{}, [none, { ...none, unmatched: 29 }], "It will write nothing. 29 records are left alone."],
  [
    { issue: 1 },
    [{ ...none, duplicate: 1 }, none],
    "It will write nothing. 1 record is left alone, 1 issue waits.",
  ],
  [{}, [{ ...none, unreadCells: 2 }], "It will write nothing. 2 cells could not be read."],
  [{ create: 3, update: 1 }, [none], "It will make 3 records and change 1 record."],
  [{ create: 1204, conflict: 3 }, [none], "It will make 1,204 records. 3 conflicts were found."],
])("a plan with %o and the records %o: %s", (more, sides, said) => {
  expect(willDo({ ...counts, ...more }, sides)).toBe(said);
});
