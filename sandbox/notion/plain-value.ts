import { isObject } from "./body-check";
import { minuteText, parseMoment } from "./date-value";
import { invalid } from "./failure";
import { newOption, optionNamed, withOption } from "./option";
import type { ComputedValue, DateValue, FileValue, PageRecord, PropertyRecord, StoredValue } from "./record";
import { plainText, type Run, runsFrom } from "./rich-text";
import { heldOption, heldOptions } from "./value-print";
import type { World } from "./world";

/** A cell as text, the way a person reads it; lists joined by ", ", related rows by their titles. */
export function cellText(world: World, page: PageRecord, property: PropertyRecord): string {
  const value = page.values[property.id] ?? null;
  switch (property.type) {
    case "title":
    case "rich_text":
      return plainText((value ?? []) as readonly Run[]);
    case "select":
    case "status":
      return heldOption(property, value)?.name ?? "";
    case "multi_select":
      return heldOptions(property, value)
        .map((option) => option.name)
        .join(", ");
    case "checkbox":
      return value === true ? "true" : "false";
    case "date":
      return dateText(value as DateValue | null);
    case "people":
      return idsText(value, (id) => world.state.users.get(id)?.name ?? id);
    case "relation":
      return idsText(value, (id) => titleOf(world, id));
    case "files":
      return ((value ?? []) as readonly FileValue[]).map((file) => file.url).join(", ");
    case "created_time":
      return minuteText(page.createdAt);
    case "last_edited_time":
      return minuteText(page.editedAt);
    case "created_by":
    case "last_edited_by":
      return personName(world, property.type === "created_by" ? page.createdBy : page.editedBy);
    case "unique_id":
      return property.prefix ? `${property.prefix}-${page.number}` : String(page.number);
    case "formula":
    case "rollup": {
      const computed = value as ComputedValue | null;
      return computed === null ? "" : String(computed[computed.type] ?? "");
    }
    default:
      return value === null ? "" : String(value);
  }
}

/** A page's title. */
export function titleOf(world: World, pageId: string): string {
  const page = world.state.page(pageId);
  return plainText((page?.values.title ?? []) as readonly Run[]);
}

/** What a person's plain value becomes in a cell, and the property with any option that was added. */
export interface Entered {
  readonly value: StoredValue;
  readonly property: PropertyRecord;
}

/**
 * Converts a plain JS value as a person would enter it: text, number, true/false, option names, an ISO date
 * or `{start, end}`, user ids, names or e-mails, page ids, urls. Null and "" clear. For formula and rollup
 * it is the constant to show.
 */
export function enterValue(world: World, property: PropertyRecord, plain: unknown): Entered {
  if (plain === null || plain === undefined || plain === "") return { value: null, property };
  switch (property.type) {
    case "select":
      return enterOption(property, String(plain));
    case "multi_select":
      return listOf(plain).reduce<Entered>(
        (sofar, name) => {
          const { value, property: grown } = enterOption(sofar.property, name);
          return { value: [...(sofar.value as readonly string[]), String(value)], property: grown };
        },
        { value: [], property },
      );
    case "status": {
      const option = optionNamed(property, String(plain));
      if (option === undefined) throw invalid(`Status option "${String(plain)}" does not exist.`);
      return { value: option.id, property };
    }
    default:
      return { value: enterSimple(world, property, plain), property };
  }
}

function enterSimple(world: World, property: PropertyRecord, plain: unknown): StoredValue {
  switch (property.type) {
    case "title":
    case "rich_text":
      return runsFrom(String(plain));
    case "number": {
      const number = typeof plain === "number" ? plain : Number(String(plain).trim());
      if (!Number.isFinite(number)) throw invalid(`${property.name} takes a number.`);
      return number;
    }
    case "checkbox":
      return plain === true || ["true", "yes", "1"].includes(String(plain).toLowerCase());
    case "date":
      return enterDate(plain);
    case "people":
      return listOf(plain).map((who) => userId(world, who));
    case "relation":
      return listOf(plain);
    case "files":
      return (Array.isArray(plain) ? plain : listOf(plain)).map(enterFile);
    case "url":
    case "email":
    case "phone_number":
      return String(plain);
    case "formula":
    case "rollup":
      return enterConstant(plain);
    default:
      throw invalid(`${property.name} is a ${property.type} property and cannot be edited.`);
  }
}

function enterOption(property: PropertyRecord, name: string): Entered {
  const known = optionNamed(property, name);
  if (known !== undefined) return { value: known.id, property };
  const option = newOption(name, property.name);
  return { value: option.id, property: withOption(property, option) };
}

function enterDate(plain: unknown): DateValue {
  const given = isObject(plain) ? plain : { start: plain };
  const read = (value: unknown) => parseMoment(String(value), "date", null, 1);
  return { start: read(given.start), end: given.end == null ? null : read(given.end) };
}

function enterConstant(plain: unknown): ComputedValue {
  if (isObject(plain) && typeof plain.type === "string") return { ...plain, type: plain.type };
  if (typeof plain === "number") return { type: "number", number: plain };
  if (typeof plain === "boolean") return { type: "boolean", boolean: plain };
  return { type: "string", string: String(plain) };
}

/** An url, or `{ name, url, hosted: true }` for a file that Notion itself keeps. */
function enterFile(plain: unknown): FileValue {
  if (!isObject(plain)) return { name: String(plain).slice(-100), kind: "external", url: String(plain) };
  const kind = plain.hosted === true ? "hosted" : "external";
  return { name: String(plain.name ?? plain.url), kind, url: String(plain.url) };
}

const listOf = (plain: unknown): string[] =>
  Array.isArray(plain)
    ? plain.map(String)
    : String(plain)
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== "");

function userId(world: World, who: string): string {
  for (const user of world.state.users.all())
    if (user.id === who || user.email === who || user.name === who) return user.id;
  throw invalid(`There is no user ${who}.`);
}

const personName = (world: World, id: string): string =>
  world.state.users.get(id)?.name ?? world.state.connections.get(id)?.name ?? id;

const idsText = (value: StoredValue, read: (id: string) => string): string =>
  Array.isArray(value) ? (value as readonly string[]).map(read).join(", ") : "";

const dateText = (value: DateValue | null): string =>
  value === null ? "" : value.end === null ? value.start : `${value.start} → ${value.end}`;
