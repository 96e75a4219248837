import fc from "fast-check";
import type { Condition, Filter } from "../filter";
import type { RowOrder } from "../row";
import type { Scope } from "../scope";
import type { Cells, Value } from "../value";
import { FIELDS, fieldId, KEY, valuesOf, versions } from "./sample-values";

/** An order about a row whose base is `base`: values for some cells, perhaps to be kept; or its removal. */
export function orderAbout(base: Cells | null, sideIds: readonly string[]): fc.Arbitrary<RowOrder> {
  return fc.oneof(
    { weight: 3, arbitrary: valueOrder(base) },
    { weight: 1, arbitrary: removalOrder(base, sideIds) },
  );
}

function valueOrder(base: Cells | null): fc.Arbitrary<RowOrder> {
  const wishes = FIELDS.map((field) => {
    const value = field.id === "id" ? fc.constant<Value>(KEY) : valuesOf(field);
    const expect = fc.oneof(fc.constant(base?.[field.id]), fc.constant(undefined), value);
    const wish = fc
      .tuple(value, expect)
      .map(([to, expected]) => (expected === undefined ? { value: to } : { value: to, expect: expected }));
    return [field.id, wish] as const;
  });
  return fc.record({
    cells: fc.record(Object.fromEntries(wishes), { requiredKeys: [] }) as fc.Arbitrary<RowOrder["cells"]>,
    keep: fc.boolean(),
    remove: fc.constant(null),
  });
}

function removalOrder(base: Cells | null, sideIds: readonly string[]): fc.Arbitrary<RowOrder> {
  const remove = fc.record({
    sides: fc.subarray([...sideIds]),
    expect: base === null ? versions : fc.oneof({ weight: 3, arbitrary: fc.constant(base) }, versions),
  });
  return remove.map((wanted) => ({ cells: {}, keep: false, remove: wanted }));
}

const condition: fc.Arbitrary<Condition> = fieldId.chain((field) => {
  const value = valuesOf(FIELDS.find((own) => own.id === field) ?? { id: field, name: field, type: "text" });
  return fc.oneof(
    fc.constantFrom<Condition>({ field, is: "empty" }, { field, is: "not-empty" }),
    fc
      .tuple(fc.constantFrom<Condition["is"]>("equal", "not-equal", "contains", "greater", "less"), value)
      .map(([is, against]) => ({ field, is, value: against })),
    fc
      .tuple(
        fc.constantFrom<Condition["is"]>("one-of", "not-one-of"),
        fc.subarray(["x1", "x11", "y1", "y12", "z"]),
      )
      .map(([is, against]) => ({ field, is, value: against })),
  );
});

const conditions = fc.array(condition, { minLength: 1, maxLength: 2 });

const filter: fc.Arbitrary<Filter> = fc.oneof(
  conditions.map((all) => ({ all })),
  conditions.map((any) => ({ any })),
);

export const scopes: fc.Arbitrary<Scope> = fc.record({
  filter,
  leaving: fc.constantFrom("keep", "delete"),
});
