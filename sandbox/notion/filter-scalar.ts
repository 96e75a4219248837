import { entryOf, type JsonObject } from "./body-check";
import { mismatch } from "./failure";
import { dateTest } from "./filter-date";
import type { PageRecord, PropertyRecord } from "./record";
import type { Call } from "./world";

export type PageTest = (page: PageRecord) => boolean;

/** One property's condition in a filter, such as `{ contains: "x" }`. */
export interface Filtering {
  readonly call: Call;
  readonly property: PropertyRecord;
  readonly condition: JsonObject;
  readonly path: string;
}

/** Text compares without regard to case. */
const TEXT: Readonly<Record<string, (text: string, wanted: string) => boolean>> = {
  equals: (text, wanted) => text === wanted,
  does_not_equal: (text, wanted) => text !== wanted,
  contains: (text, wanted) => text.includes(wanted),
  does_not_contain: (text, wanted) => !text.includes(wanted),
  starts_with: (text, wanted) => text.startsWith(wanted),
  ends_with: (text, wanted) => text.endsWith(wanted),
};

/** Conditions on text; null = there is none of that name. */
export function textCondition(
  { condition, path }: Filtering,
  name: string,
  read: (page: PageRecord) => string,
): PageTest | null {
  const compare = entryOf(TEXT, name);
  if (compare === undefined) return null;
  const given = condition[name];
  if (typeof given !== "string") throw mismatch(`${path}.${name}`, "a string", given);
  const wanted = given.toLowerCase();
  return (page) => compare(read(page).toLowerCase(), wanted);
}

const NUMBER: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  equals: (value, wanted) => value === wanted,
  greater_than: (value, wanted) => value > wanted,
  less_than: (value, wanted) => value < wanted,
  greater_than_or_equal_to: (value, wanted) => value >= wanted,
  less_than_or_equal_to: (value, wanted) => value <= wanted,
};

/** Conditions on numbers; an empty cell meets `does_not_equal` alone. */
export function numberCondition(
  { condition, path }: Filtering,
  name: string,
  read: (page: PageRecord) => unknown,
): PageTest | null {
  const wanted = condition[name];
  const compare = entryOf(NUMBER, name);
  if (compare === undefined && name !== "does_not_equal") return null;
  if (typeof wanted !== "number") throw mismatch(`${path}.${name}`, "a number", wanted);
  if (compare === undefined) return (page) => read(page) !== wanted;
  return (page) => {
    const value = read(page);
    return typeof value === "number" && compare(value, wanted);
  };
}

/** The two conditions on truth. */
export function checkboxCondition(
  { condition, path }: Filtering,
  name: string,
  read: (page: PageRecord) => boolean,
): PageTest | null {
  if (name !== "equals" && name !== "does_not_equal") return null;
  const wanted = condition[name];
  if (typeof wanted !== "boolean") throw mismatch(`${path}.${name}`, "a boolean", wanted);
  return (page) => (read(page) === wanted) === (name === "equals");
}

/** Conditions on instants. */
export function dateCondition(
  { call, condition, path }: Filtering,
  read: (page: PageRecord) => number | null,
): PageTest | null {
  const test = dateTest(condition, path, call.clock.now());
  return test === null ? null : (page) => test(read(page));
}
