import { expect, test } from "vitest";
import type { DraftTodo } from "@/lib/services/drafts/draft-view";
import { nextStep, stepBefore, stepLines, stepOfPath } from "./wizard-steps";

const todo = (step: DraftTodo["step"], message: string): DraftTodo => ({
  step,
  message,
  remedy: null,
  path: "",
});
const statesOf = (...given: Parameters<typeof stepLines>) =>
  stepLines(...given).map(({ id, state }) => `${id} ${state}`);

const tried = (isOfThisRevision: boolean) => ({ registryId: "reg", runId: "run", isOfThisRevision });

test("a step is closed until every step before it is done, and says what is missing", () => {
  const lines = stepLines({
    state: "open",
    dryRun: null,
    todo: [todo("connect", "Choose a second place."), todo("configure", "Choose a key.")],
  });
  expect(lines.map(({ state }) => state)).toEqual(["open", "locked", "locked", "locked", "locked"]);
  expect(lines[3]?.lockedBy?.message).toBe("Choose a second place.");
});

test("the dry run is done while it is of what is decided now", () => {
  const nothing = { state: "tried" as const, todo: [] };
  const before = ["connect done", "map done", "configure done"];
  expect(statesOf({ ...nothing, dryRun: null })).toEqual([...before, "dry-run open", "go-live locked"]);
  expect(statesOf({ ...nothing, dryRun: tried(false) }).slice(3)).toEqual(["dry-run open", "go-live locked"]);
  expect(statesOf({ ...nothing, dryRun: tried(true) }).slice(3)).toEqual(["dry-run done", "go-live open"]);
  const [again] = stepLines({ ...nothing, dryRun: tried(false) }).flatMap(({ lockedBy }) => lockedBy ?? []);
  expect(again?.message).toContain("changed since");
});

test("a registry that was started has every step behind it", () => {
  const started = { state: "started" as const, dryRun: null, todo: [todo("connect", "A place is gone.")] };
  expect(new Set(stepLines(started).map(({ state }) => state))).toEqual(new Set(["done"]));
});

test("steps are found by their address and follow each other", () => {
  expect(stepOfPath("/org_a/registries/new/drf_b/dry-run")).toBe("dry-run");
  expect([nextStep("dry-run"), nextStep("go-live"), stepBefore("connect")]).toEqual(["go-live", null, null]);
});
