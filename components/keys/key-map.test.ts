import { expect, test } from "vitest";
import { KEY_GROUPS } from "./key-groups";
import { lineOf, SHELL_KEYS } from "./key-map";
import { isWithin, PLACES, placesFor } from "./places";
import { INBOX_KEYS, QUEUE_KEYS } from "./screen-keys";

const firstOf = (keys: string): string => keys.split(" ")[0] ?? "";

test("no key means two things, also where a queue listens beside the whole product", () => {
  const shell = SHELL_KEYS.flatMap(({ keys }) => keys);
  const queue = QUEUE_KEYS.flatMap(({ keys }) => keys);
  expect(new Set(shell).size).toBe(shell.length);
  expect(new Set(queue).size).toBe(queue.length);
  // The second of two keys never comes to a queue; the first would.
  expect(shell.map(firstOf).filter((key) => queue.includes(key))).toEqual([]);
  const inbox = INBOX_KEYS.flatMap(({ keys }) => keys);
  expect(new Set(inbox).size).toBe(inbox.length);
  expect(shell.map(firstOf).filter((key) => inbox.includes(key))).toEqual([]);
});

test("every place has its own letter, and the keys lead to it", () => {
  expect(new Set(PLACES.map(({ letter }) => letter)).size).toBe(PLACES.length);
  for (const { letter, path } of PLACES)
    expect(lineOf(SHELL_KEYS, `g ${letter}`)).toEqual({ kind: "go", path });
});

test("a key that nobody has, or that objects have, means nothing", () => {
  for (const key of ["x", "constructor", "g", "g x", ""]) expect(lineOf(SHELL_KEYS, key)).toBeNull();
});

test("the help lists every key that is listened for", () => {
  const shown = KEY_GROUPS.flatMap(({ lines }) => lines.map(({ what }) => what));
  for (const { what } of [...SHELL_KEYS, ...QUEUE_KEYS, ...INBOX_KEYS]) expect(shown).toContain(what);
});

test.each([
  ["/org_1", "Registries"],
  ["/org_1/registries/reg_1/rows", "Registries"],
  ["/org_1/runs/run_1", "Registries"],
  ["/org_1/conflicts/con_1", "Registries"],
  ["/org_1/attention", "Needs attention"],
  ["/org_1/audit", "Audit"],
  ["/org_1/settings/members", "Settings"],
  ["/org_1/connections/con_1/spreadsheets", "Connections"],
])("%s is within %s and nowhere else", (address, word) => {
  const places = PLACES.filter((place) => isWithin(place, "/org_1", address));
  expect(places.map((place) => place.word)).toEqual([word]);
});

test("who sees no registries is led to the plan and the settings alone", () => {
  expect(placesFor(false).map(({ word }) => word)).toEqual(["Plan", "Settings"]);
});
