import { describe, expect, test } from "vitest";
import { canBeUndone, isQuiet, rowsRead, runWord, wasHeld } from "./run-word";

const ending = (status: string) => ({ status, decidedBy: null, error: null });

test("a stop for safety is not a rejection nor a newer plan", () => {
  expect(runWord(ending("stopped"))).toEqual({ word: "Stopped for safety", tone: "stop" });
  expect(runWord({ ...ending("stopped"), decidedBy: { decision: "rejected" } }).word).toBe("Rejected");
  expect(runWord({ ...ending("stopped"), decidedBy: { decision: "expired" } }).word).toBe("Expired");
  expect(runWord({ ...ending("stopped"), error: { kind: "stale" } }).word).toBe("Superseded");
  expect(runWord({ ...ending("done"), decidedBy: { decision: "approved" } }).word).toBe("Done");
});

test("a run that waits for its connection has not failed", () => {
  const error = { kind: "connection-broken" };
  expect(runWord({ ...ending("queued"), error }).word).toBe("Waiting");
  expect(runWord({ ...ending("running"), error }).word).toBe("Waiting");
  expect(runWord({ ...ending("failed"), error }).word).toBe("Failed");
});

const counts = { create: 0, update: 0, delete: 0, conflict: 0 };

test.each([
  ["done", {}, true],
  ["done", { update: 1 }, false],
  ["done", { conflict: 1 }, false],
  ["failed", {}, false],
  ["running", {}, false],
  ["done-with-issues", {}, false],
])("a run that is %s with %o is quiet: %s", (status, change, quiet) =>
  expect(isQuiet({ status, counts: { ...counts, ...change } })).toBe(quiet),
);

test.each([
  ["sync", [], false],
  ["sync", ["hold"], true],
  ["sync", ["hold", "hold", "hold"], true],
  ["sync", ["hold", "stop"], false],
  ["dry-run", ["hold"], false],
])("a %s with the brakes %o was held: %s", (kind, severities, held) =>
  expect(wasHeld({ kind, brakes: severities.map((severity) => ({ severity })) })).toBe(held),
);

test.each([
  ["whole", "1,204 rows read"],
  ["told", "1 change read"],
  ["later", "not read yet"],
])("of the side %s it says %s", (side, said) => {
  const counts = { read: { whole: 1204, told: 1 }, byChanges: ["told"] };
  expect(rowsRead({ counts }, side)).toBe(said);
});

describe("a run can be undone", () => {
  const run = { kind: "sync", status: "done", request: null, counts: { create: 0, update: 1, delete: 0 } };

  test.each([
    [{}, true],
    [{ kind: "restore", status: "done-with-issues" }, true],
    [{ kind: "drift-check" }, false],
    [{ status: "held" }, false],
    [{ counts: { create: 0, update: 0, delete: 0 } }, false],
    [{ request: { kind: "put-back" } }, false],
  ])("where it was carried out and changed rows: %o", (change, can) => {
    expect(canBeUndone({ ...run, ...change })).toBe(can);
  });
});
