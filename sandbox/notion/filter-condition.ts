import { idAt, type JsonObject, objectAt } from "./body-check";
import { instantOf, minuteOf } from "./date-value";
import { invalid, mismatch, notReproduced } from "./failure";
import { dateTest } from "./filter-date";
import {
  checkboxCondition,
  dateCondition,
  type Filtering,
  numberCondition,
  type PageTest,
  textCondition,
} from "./filter-scalar";
import type { ComputedValue, DateValue, PageRecord, PropertyRecord } from "./record";
import { plainText, type Run } from "./rich-text";
import { heldOption, heldOptions, visibleRelated } from "./value-print";
import type { Call } from "./world";

/** The test for one property's condition, such as `{ contains: "x" }` for a rich_text property. */
export function conditionTest(filtering: Filtering): PageTest {
  const { condition, path } = filtering;
  const names = Object.keys(condition);
  const [name] = names;
  if (name === undefined || names.length > 1) throw mismatch(path, "an object with one condition", condition);
  const empty = emptinessTest(filtering, name);
  if (empty !== null) return empty;
  const test = TESTS[filtering.property.type]?.(filtering, name);
  if (test == null) throw mismatch(`${path}.${name}`, "not present", condition[name]);
  return test;
}

const textOf = (page: PageRecord, property: PropertyRecord): string => {
  const value = page.values[property.id];
  return Array.isArray(value) ? plainText(value as readonly Run[]) : String(value ?? "");
};

function isEmpty({ call, property }: Filtering, page: PageRecord): boolean {
  const value = page.values[property.id] ?? null;
  switch (property.type) {
    case "relation":
      return visibleRelated(call, property, value).length === 0;
    case "select":
    case "status":
      return heldOption(property, value) === null;
    case "multi_select":
      return heldOptions(property, value).length === 0;
    case "formula":
    case "rollup":
      return computedValue(value) === null;
    default:
      return value === null || value === "" || (Array.isArray(value) && value.length === 0);
  }
}

const ALWAYS_FILLED = ["checkbox", "created_by", "last_edited_by", "unique_id"];

function emptinessTest(filtering: Filtering, name: string): PageTest | null {
  if (name !== "is_empty" && name !== "is_not_empty") return null;
  if (ALWAYS_FILLED.includes(filtering.property.type)) return null;
  if (filtering.condition[name] !== true)
    throw mismatch(`${filtering.path}.${name}`, "`true`", filtering.condition[name]);
  const wanted = name === "is_empty";
  return (page) => isEmpty(filtering, page) === wanted;
}

type MakeTest = (filtering: Filtering, name: string) => PageTest | null;

const textTest: MakeTest = (filtering, name) =>
  textCondition(filtering, name, (page) => textOf(page, filtering.property));

/** The option names of a condition, each of which the schema must have, exactly so spelled. */
function wantedOptions({ property, condition, path }: Filtering, name: string): string[] {
  const given = condition[name];
  const names = typeof given === "string" ? [given] : given;
  if (!Array.isArray(names) || names.some((each) => typeof each !== "string"))
    throw mismatch(`${path}.${name}`, "a string or an array of strings", given);
  return (names as string[]).flatMap((wanted) => {
    const group = property.groups?.find((candidate) => candidate.name === wanted);
    const option = property.options?.find((candidate) => candidate.name === wanted);
    if (option !== undefined) return [option.id];
    if (group !== undefined) return [...group.optionIds];
    const available = (property.options ?? []).map((candidate) => `"${candidate.name}"`).join(", ");
    throw invalid(
      `${property.type} option "${wanted}" not found for property "${property.name}". Available options: ${available}.`,
    );
  });
}

const optionTest: MakeTest = (filtering, name) => {
  if (name !== "equals" && name !== "does_not_equal") return null;
  const wanted = wantedOptions(filtering, name);
  const { property } = filtering;
  return (page) => {
    const held = heldOption(property, page.values[property.id] ?? null);
    return (held !== null && wanted.includes(held.id)) === (name === "equals");
  };
};

const optionsTest: MakeTest = (filtering, name) => {
  if (name !== "contains" && name !== "does_not_contain") return null;
  const wanted = wantedOptions(filtering, name);
  const { property } = filtering;
  return (page) => {
    const held = heldOptions(property, page.values[property.id] ?? null);
    return held.some((option) => wanted.includes(option.id)) === (name === "contains");
  };
};

function idsCondition(
  filtering: Filtering,
  name: string,
  read: (page: PageRecord) => readonly string[],
): PageTest | null {
  if (name !== "contains" && name !== "does_not_contain") return null;
  const given = filtering.condition[name];
  const wanted =
    given === "me" && filtering.property.type !== "relation"
      ? filtering.call.connection.id
      : idAt(given, `${filtering.path}.${name}`);
  return (page) => read(page).includes(wanted) === (name === "contains");
}

const idsOf = (page: PageRecord, property: PropertyRecord): readonly string[] =>
  (page.values[property.id] ?? []) as readonly string[];

const computedValue = (value: unknown): unknown => {
  const computed = value as ComputedValue | null;
  return computed === null ? null : (computed[computed.type] ?? null);
};

/** `{ formula: { string | number | checkbox | date: condition } }`, on the constant that the cell keeps. */
const formulaTest: MakeTest = (filtering, name) => {
  const { property } = filtering;
  const inner = objectAt(filtering.condition[name], `${filtering.path}.${name}`);
  const read = (page: PageRecord): unknown => computedValue(page.values[property.id] ?? null);
  const path = `${filtering.path}.${name}`;
  const [condition = ""] = Object.keys(inner);
  const nested = { ...filtering, condition: inner, path };
  if (condition === "is_empty") return (page) => read(page) === null;
  if (condition === "is_not_empty") return (page) => read(page) !== null;
  switch (name) {
    case "string":
      return textCondition(nested, condition, (page) => String(read(page) ?? ""));
    case "number":
      return numberCondition(nested, condition, read);
    case "checkbox":
      return checkboxCondition(nested, condition, (page) => read(page) === true);
    case "date":
      return dateCondition(nested, (page) => instantIn(read(page) as DateValue | null));
    default:
      throw notReproduced(`the ${property.type} filter ${name}`);
  }
};

const TESTS: Readonly<Record<string, MakeTest>> = {
  title: textTest,
  rich_text: textTest,
  url: textTest,
  email: textTest,
  phone_number: textTest,
  number: (filtering, name) =>
    numberCondition(filtering, name, (page) => page.values[filtering.property.id] ?? null),
  unique_id: (filtering, name) => numberCondition(filtering, name, (page) => page.number),
  checkbox: (filtering, name) =>
    checkboxCondition(filtering, name, (page) => page.values[filtering.property.id] === true),
  select: optionTest,
  status: optionTest,
  multi_select: optionsTest,
  date: (filtering) => dateCondition(filtering, (page) => startOf(page, filtering.property)),
  created_time: (filtering) => dateCondition(filtering, (page) => minuteOf(page.createdAt)),
  last_edited_time: (filtering) => dateCondition(filtering, (page) => minuteOf(page.editedAt)),
  people: (filtering, name) => idsCondition(filtering, name, (page) => idsOf(page, filtering.property)),
  created_by: (filtering, name) => idsCondition(filtering, name, (page) => [page.createdBy]),
  last_edited_by: (filtering, name) => idsCondition(filtering, name, (page) => [page.editedBy]),
  relation: (filtering, name) =>
    idsCondition(filtering, name, (page) =>
      visibleRelated(filtering.call, filtering.property, page.values[filtering.property.id] ?? null),
    ),
  formula: formulaTest,
  rollup: formulaTest,
};

/** The condition on a row's own times: `{ timestamp: "created_time", created_time: {…} }`. */
export function timestampTest(
  call: Call,
  which: "created_time" | "last_edited_time",
  condition: JsonObject,
  path: string,
): PageTest {
  const test = dateTest(condition, path, call.clock.now());
  if (test === null) {
    const [name = ""] = Object.keys(condition);
    if (name === "is_empty") return () => false;
    if (name === "is_not_empty") return () => true;
    throw mismatch(`${path}.${name}`, "not present", condition[name]);
  }
  return which === "created_time"
    ? (page) => test(minuteOf(page.createdAt))
    : (page) => test(minuteOf(page.editedAt));
}

/** When a date cell begins; a day begins at midnight UTC. */
export const startOf = (page: PageRecord, property: PropertyRecord): number | null =>
  instantIn(page.values[property.id] as DateValue | null | undefined);

const instantIn = (value: DateValue | null | undefined): number | null =>
  value == null ? null : instantOf(value.start);
