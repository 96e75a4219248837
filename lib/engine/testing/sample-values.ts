import fc from "fast-check";
import { normaliseSet } from "../canonical";
import type { Field } from "../field";
import type { Cells, Value } from "../value";

/** The fields of every generated row; its key never changes. */
export const FIELDS: readonly Field[] = [
  { id: "id", name: "Id", type: "text" },
  { id: "name", name: "Name", type: "text" },
  { id: "amount", name: "Amount", type: "number" },
  { id: "tags", name: "Tags", type: "multi-select" },
];

export const KEY = "k";

const scalar = fc.constantFrom<Value>(null, "x1", "x11", "x12", "y1", "y12", "z");
const set = fc
  .uniqueArray(fc.constantFrom("x1", "y1", "y12", "z"), { maxLength: 3 })
  .map((members): Value => normaliseSet(members));

/** Few values, so that sides often agree, and some that a short side cannot tell apart. */
export const valuesOf = (field: Field) => (field.type === "multi-select" ? set : scalar);

export const fieldId = fc.constantFrom(...FIELDS.map((field) => field.id));

export const versions = fc.record(
  Object.fromEntries(
    FIELDS.map((field) => [field.id, field.id === "id" ? fc.constant(KEY) : valuesOf(field)]),
  ),
) as fc.Arbitrary<Cells>;
