import type { Field } from "@/lib/engine/field";

/** The fields of the simulated registry: a key, two texts, a number that a side may round, and a set. */
export const KEY = "key";
export const FIELDS: readonly Field[] = [
  { id: KEY, name: "Key", type: "text" },
  { id: "first", name: "First", type: "text" },
  { id: "second", name: "Second", type: "text" },
  { id: "amount", name: "Amount", type: "number" },
  { id: "tags", name: "Tags", type: "multi-select" },
];

export const FIELD_IDS: readonly string[] = FIELDS.map(({ id }) => id);
