import { expect, test } from "vitest";
import type { DraftRule } from "@/lib/services/drafts/draft-input";
import { further, isTaken, toggled, toggledOwn } from "./taken-rules";

const states = (keywords: DraftRule["keywords"]): DraftRule => ({ field: "f1", kind: "enum", keywords });
const required: DraftRule = { field: "f1", kind: "required", keywords: {} };

test("a rule is known again in whatever order its keywords come back, and is not another that asks otherwise", () => {
  const lifecycle = { initial: ["A"], transitions: { A: ["B"], B: [] } };
  const stored = { transitions: { B: [], A: ["B"] }, initial: ["A"] };
  const kept = [required, states({ "x-lifecycle": stored, enum: ["A", "B"] })];
  expect(isTaken(kept, states({ enum: ["A", "B"], "x-lifecycle": lifecycle }))).toBe(true);
  expect(isTaken(kept, states({ enum: ["B", "A"], "x-lifecycle": lifecycle }))).toBe(false);
});

test("taken again it is left, and a rule of its kind makes room for another", () => {
  const [mine, theirs] = [states({ enum: ["A"] }), states({ enum: ["A", "B"] })];
  expect(toggled([required, mine], mine)).toEqual([required]);
  expect(toggled([required, mine], theirs)).toEqual([required, theirs]);
});

test("what the rows propose in the place of a rule that is taken shows once that is left", () => {
  const [mine, theirs] = [states({ enum: ["A"] }), states({ enum: ["A", "B"] })];
  const proposal = { ...theirs, id: "f1:enum", text: "", failing: 0, total: 1, isTaken: false, examples: [] };
  expect(further([proposal], [mine], [mine])).toEqual([]);
  expect(further([proposal], [mine], [])).toEqual([proposal]);
});

test("rules of the template's own are taken by id", () => {
  expect(toggledOwn({ id: "t", rules: ["a", "b"] }, "a")).toEqual({ id: "t", rules: ["b"] });
  expect(toggledOwn({ id: "t", rules: ["b"] }, "a")).toEqual({ id: "t", rules: ["b", "a"] });
});
