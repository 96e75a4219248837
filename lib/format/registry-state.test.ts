import { expect, test } from "vitest";
import { standingWord, stateWord } from "./registry-state";

test.each([
  ["draft", "Draft"],
  ["first-sync", "First sync"],
  ["up-to-date", "Up to date"],
  ["syncing", "Syncing"],
  ["up-to-date-with-issues", "Up to date with issues"],
  ["held", "Held for approval"],
  ["paused", "Paused"],
  ["stopped", "Stopped for safety"],
  ["reconnect-needed", "Reconnect needed"],
  ["over-limit", "Over plan limit"],
])("%s is called %s and says what happens next", (state, word) => {
  expect(stateWord(state).word).toBe(word);
  expect(stateWord(state).meaning).not.toBe("");
});

test("a safety stop has a tone that no failure has", () => {
  expect(stateWord("stopped").tone).toBe("stop");
  expect(stateWord("reconnect-needed").tone).toBe("bad");
});

test("what has drifted is not called up to date, and a louder state is not talked over", () => {
  expect(standingWord("up-to-date", 1)).toMatchObject({ word: "Drift found", tone: "warn" });
  expect(standingWord("up-to-date", 1).meaning).toContain("1 row not equal");
  expect(standingWord("up-to-date", 0)).toEqual(stateWord("up-to-date"));
  expect(standingWord("held", 3)).toEqual(stateWord("held"));
});
