import { expect, test } from "vitest";
import { driftWord, isMendedSince } from "./drift-word";

test.each([
  [{ rows: 2, equal: 2, drifted: 1 }, "1 record is no row yet"],
  [{ rows: 2, equal: 2, drifted: 3 }, "3 records are no rows yet"],
  [{ rows: 2, equal: 1, drifted: 1 }, "1 row differs"],
  [{ rows: 2000, equal: 1, drifted: 1204 }, "1,204 rows differ"],
])("of %o it says %s", (found, word) => {
  expect(driftWord(found)).toBe(word);
});

const checkedAt = "2026-11-30T05:00:00.000Z";
const later = "2026-11-30T05:01:00.000Z";

test.each([
  [{ kind: "sync", status: "done", finishedAt: later }, true],
  [{ kind: "undo", status: "done-with-issues", finishedAt: later }, true],
  [{ kind: "sync", status: "done", finishedAt: "2026-11-30T04:59:00.000Z" }, false],
  [{ kind: "sync", status: "failed", finishedAt: later }, false],
  [{ kind: "sync", status: "running", finishedAt: null }, false],
  [{ kind: "drift-check", status: "done", finishedAt: later }, false],
  [{ kind: "dry-run", status: "done", finishedAt: later }, false],
])("a check is overtaken by what has written to its end since: %o, %s", (run, isMended) => {
  expect(isMendedSince(checkedAt, [run])).toBe(isMended);
});
