import { expect, test } from "vitest";
import type { DraftSide } from "@/lib/services/drafts/draft-input";
import { type ChosenPreset, presetFault, withPreset } from "./draft-preset";

type Direction = "both" | "in" | "out" | "off";

const side = (ref: string, ...directions: Direction[]): DraftSide => ({
  ...{ ref, connectionId: "con", location: {} },
  mappings: directions.map((direction, at) => ({
    field: `f${at + 1}`,
    sideField: `${ref}c${at + 1}`,
    direction,
  })),
});
const directionsOf = (sides: readonly DraftSide[]) =>
  sides.map(({ mappings }) => mappings.map(({ direction }) => direction));
const chosen = (preset: ChosenPreset["preset"], ...fields: string[]): ChosenPreset => ({
  ...{ preset, side: "s1", fields },
});

test.each([
  [
    "foundation",
    [
      ["both", "in"],
      ["out", "out"],
    ],
  ],
  [
    "governed",
    [
      ["both", "in"],
      ["out", "out"],
    ],
  ],
  [
    "may-not-edit",
    [
      ["out", "out"],
      ["both", "in"],
    ],
  ],
  [
    "may-edit",
    [
      ["both", "in"],
      ["both", "in"],
    ],
  ],
] as const)("%s", (preset, directions) => {
  const sides = [side("s1", preset === "may-edit" ? "out" : "both", "in"), side("s2", "both", "in")];
  expect(directionsOf(withPreset(sides, chosen(preset, "f1", "f2")))).toEqual(directions);
});

test("other fields, and what is switched off, stay as they are", () => {
  const sides = [side("s1", "both", "off"), side("s2", "both", "off")];
  expect(directionsOf(withPreset(sides, chosen("governed", "f2")))).toEqual([
    ["both", "off"],
    ["both", "off"],
  ]);
});

test("a preset that cannot hold says of which field and why", () => {
  const sides = [side("s1", "both"), side("s2", "both")];
  const isReadOnly = (ref: string) => ref === "s2";
  expect(presetFault(sides, chosen("foundation", "f1"), () => false)).toBeNull();
  expect(presetFault(sides, chosen("foundation", "f1"), isReadOnly)).toEqual({
    field: "f1",
    reason: "read-only",
  });
  expect(presetFault(sides, chosen("foundation", "f9"), isReadOnly)?.reason).toBe("not-mapped");
  const put = [side("s1", "both"), side("s2", "out")];
  expect(presetFault(put, chosen("may-not-edit", "f1"), () => false)?.reason).toBe("nobody");
});
