import { arrayAt, objectAt, oneOfAt, onlyKeys } from "./body-check";
import { minuteOf } from "./date-value";
import { invalid, mismatch } from "./failure";
import { startOf } from "./filter-condition";
import type { ComputedValue, DataSourceRecord, PageRecord, PropertyRecord } from "./record";
import { plainText, type Run } from "./rich-text";
import { findProperty } from "./schema-draft";
import { heldOption, heldOptions } from "./value-print";
import type { Call } from "./world";

/** A value to order by; null sorts last whatever the direction. */
export type SortKey = string | number | null;

export interface Sort {
  readonly descending: boolean;
  key(page: PageRecord): SortKey;
}

/** A query's `sorts`, first first. */
export function parseSorts(call: Call, source: DataSourceRecord, sorts: unknown): readonly Sort[] {
  if (sorts === undefined) return [];
  return arrayAt(sorts, "body.sorts").map((raw, at) => {
    const path = `body.sorts[${at}]`;
    const sort = objectAt(raw, path);
    onlyKeys(sort, path, ["property", "timestamp", "direction"]);
    const direction = oneOfAt(sort.direction, `${path}.direction`, ["ascending", "descending"]);
    return { descending: direction === "descending", key: keyOf(call, source, sort, path) };
  });
}

/** Below 0 if `a` comes first. */
export function compareKeys(sorts: readonly Sort[], a: readonly SortKey[], b: readonly SortKey[]): number {
  // An index, not entries(): this runs for every comparison of a sort over all rows.
  for (let at = 0; at < sorts.length; at++) {
    const left = a[at] ?? null;
    const right = b[at] ?? null;
    if (left === right) continue;
    if (left === null) return 1;
    if (right === null) return -1;
    const order = left < right ? -1 : 1;
    return sorts[at]?.descending ? -order : order;
  }
  return 0;
}

function keyOf(
  call: Call,
  source: DataSourceRecord,
  sort: Record<string, unknown>,
  path: string,
): (page: PageRecord) => SortKey {
  if (sort.timestamp !== undefined) {
    const which = oneOfAt(sort.timestamp, `${path}.timestamp`, ["created_time", "last_edited_time"]);
    return (page) => minuteOf(which === "created_time" ? page.createdAt : page.editedAt);
  }
  if (typeof sort.property !== "string") throw mismatch(`${path}.property`, "a string", sort.property);
  const property = findProperty(source.properties, sort.property);
  if (property === undefined) throw invalid(`Could not find sort property with name or id: ${sort.property}`);
  return (page) => propertyKey(call, page, property);
}

function propertyKey(call: Call, page: PageRecord, property: PropertyRecord): SortKey {
  const value = page.values[property.id] ?? null;
  switch (property.type) {
    case "title":
    case "rich_text":
      return plainText((value ?? []) as readonly Run[]).toLowerCase() || null;
    case "number":
      return typeof value === "number" ? value : null;
    case "checkbox":
      return value === true ? 1 : 0;
    case "select":
    case "status": {
      const held = heldOption(property, value);
      return held === null ? null : (property.options ?? []).indexOf(held);
    }
    case "multi_select": {
      const [first] = heldOptions(property, value);
      return first === undefined ? null : (property.options ?? []).indexOf(first);
    }
    case "date":
      return startOf(page, property);
    case "created_time":
      return minuteOf(page.createdAt);
    case "last_edited_time":
      return minuteOf(page.editedAt);
    case "unique_id":
      return page.number;
    case "people":
      return Array.isArray(value) ? (call.state.users.get(String(value[0]))?.name ?? null) : null;
    case "formula":
    case "rollup": {
      const computed = value as ComputedValue | null;
      const inner = computed?.[computed.type];
      return typeof inner === "string" || typeof inner === "number" ? inner : null;
    }
    default:
      return typeof value === "string" ? value.toLowerCase() : null;
  }
}
