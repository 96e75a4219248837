import { expect, test } from "vitest";
import { brakeRule } from "./brake-rule";

test.each(["deletes", "deletes-24h"])("%s goes by the limit of deletes, changed or usual", (kind) => {
  expect(brakeRule(kind, { brakes: {} })).toEqual({
    kind: "share",
    share: { name: "deletedShare", value: 0.1 },
    floor: { name: "deletedFloor", value: 5 },
  });
  expect(brakeRule(kind, { brakes: { deletedShare: 0.3, deletedFloor: 0 } })).toEqual({
    kind: "share",
    share: { name: "deletedShare", value: 0.3 },
    floor: { name: "deletedFloor", value: 0 },
  });
});

test.each([
  ["most-rows-changed", "changedShare", "changedFloor"],
  ["validation-errors", "invalidShare", "invalidFloor"],
])("%s goes by %s and %s", (kind, share, floor) =>
  expect(brakeRule(kind, { brakes: {} })).toMatchObject({ share: { name: share }, floor: { name: floor } }),
);

test.each([
  ["schema-change", "schemaChange"],
  ["orphans", "orphans"],
  ["renames", "renames"],
  ["moved-cells", "movedCells"],
] as const)("%s goes by the gate %s", (kind, name) => {
  expect(brakeRule(kind, { brakes: {} })).toEqual({ kind: "gate", gate: { name, value: "hold" } });
  expect(brakeRule(kind, { brakes: { [name]: "allow" } })).toMatchObject({ gate: { value: "allow" } });
});

test.each([
  "unconfirmed-deletes",
  "emptied-side",
  "setting-change",
  "approval-required",
  "preview",
  "incomplete-read",
])("no setting lifts %s", (kind) => expect(brakeRule(kind, { brakes: {} })).toBeNull());
