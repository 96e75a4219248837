import { expect, test } from "vitest";
import { queueCommand } from "./queue-key";

const press = (key: string, held: object = {}) =>
  queueCommand({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

test.each([
  ["1", { kind: "side", at: 0 }],
  ["9", { kind: "side", at: 8 }],
  ["0", { kind: "base" }],
  ["e", { kind: "edit" }],
  ["S", { kind: "skip" }],
  ["u", { kind: "undo" }],
  ["Enter", { kind: "open" }],
  ["ArrowDown", { kind: "move", by: 1 }],
  ["k", { kind: "move", by: -1 }],
])("%s", (key, command) => {
  expect(press(key)).toEqual(command);
});

test.each([
  ["x", {}],
  ["?", {}],
  ["Tab", {}],
  [" ", {}],
  ["constructor", {}],
  ["s", { ctrlKey: true }],
  ["1", { metaKey: true }],
  ["e", { altKey: true }],
])("%s %j is the browser's", (key, held) => {
  expect(press(key, held)).toBeNull();
});
