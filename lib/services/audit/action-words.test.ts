import { expect, test } from "vitest";
import { ACTION_WORDS, AREA_WORDS } from "@/lib/format/action-word";
import { ACTIONS } from "@/lib/ledger/envelope";

test("every action has words of its own, and nothing else has", () => {
  expect(ACTION_WORDS.map(([action]) => action).sort()).toEqual([...ACTIONS].sort());
  expect(new Set(ACTION_WORDS.map(([, word]) => word)).size).toBe(ACTIONS.length);
  for (const [area] of AREA_WORDS) expect(ACTIONS.some((action) => action.startsWith(`${area}.`))).toBe(true);
});
