import { arrayAt, type JsonObject, objectAt, onlyKeys } from "./body-check";
import { invalid, mismatch } from "./failure";
import { conditionTest, timestampTest } from "./filter-condition";
import type { PageTest } from "./filter-scalar";
import type { DataSourceRecord } from "./record";
import { findProperty } from "./schema-draft";
import type { Call } from "./world";

/** Filters that another property type's condition may be written with. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  title: ["title", "rich_text"],
  created_by: ["created_by", "people"],
  last_edited_by: ["last_edited_by", "people"],
  created_time: ["created_time", "date"],
  last_edited_time: ["last_edited_time", "date"],
  url: ["url", "rich_text"],
  email: ["email", "rich_text"],
  phone_number: ["phone_number", "rich_text"],
};

/** A query's `filter` as a test; groups nest two levels deep with at most 100 entries each. */
export function parseFilter(call: Call, source: DataSourceRecord, filter: unknown): PageTest {
  if (filter === undefined) return () => true;
  return parseEntry(call, source, { entry: objectAt(filter, "body.filter"), path: "body.filter", depth: 0 });
}

interface Entry {
  readonly entry: JsonObject;
  readonly path: string;
  readonly depth: number;
}

function parseEntry(call: Call, source: DataSourceRecord, { entry, path, depth }: Entry): PageTest {
  for (const operator of ["and", "or"] as const) {
    if (entry[operator] === undefined) continue;
    if (depth >= 2) throw mismatch(`${path}.${operator}`, "not present", entry[operator]);
    onlyKeys(entry, path, [operator]);
    const tests = arrayAt(entry[operator], `${path}.${operator}`).map((inner, at) => {
      const innerPath = `${path}.${operator}[${at}]`;
      return parseEntry(call, source, {
        entry: objectAt(inner, innerPath),
        path: innerPath,
        depth: depth + 1,
      });
    });
    return operator === "and"
      ? (page) => tests.every((test) => test(page))
      : (page) => tests.some((test) => test(page));
  }
  return entry.timestamp === undefined
    ? parseProperty(call, source, entry, path)
    : parseTimestamp(call, entry, path);
}

function parseTimestamp(call: Call, entry: JsonObject, path: string): PageTest {
  const which = entry.timestamp;
  if (which !== "created_time" && which !== "last_edited_time")
    throw mismatch(`${path}.timestamp`, '`"created_time"` or `"last_edited_time"`', which);
  onlyKeys(entry, path, ["timestamp", "type", which]);
  return timestampTest(call, which, objectAt(entry[which], `${path}.${which}`), `${path}.${which}`);
}

function parseProperty(call: Call, source: DataSourceRecord, entry: JsonObject, path: string): PageTest {
  if (typeof entry.property !== "string") throw mismatch(`${path}.property`, "a string", entry.property);
  const property = findProperty(source.properties, entry.property);
  if (property === undefined) throw invalid(`Could not find property with name or id: ${entry.property}`);
  const kinds = Object.keys(entry).filter((key) => key !== "property" && key !== "type");
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) throw mismatch(path, "an object with one condition", entry);
  if (!(ALIASES[property.type] ?? [property.type]).includes(kind))
    throw invalid(`database property ${property.type} does not match filter ${kind}`);
  const condition = objectAt(entry[kind], `${path}.${kind}`);
  return conditionTest({ call, property, condition, path: `${path}.${kind}` });
}
