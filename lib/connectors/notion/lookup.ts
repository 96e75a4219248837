import type { Cells, Value } from "@/lib/engine/value";
import { valuesEqual } from "@/lib/engine/value";
import { type Calls, type List, must } from "./client";
import type { SidePlan } from "./config";
import type { Json } from "./json";
import type { Schema, SchemaProperty } from "./schema";
import { isTrashed } from "./schema";

/**
 * Finding rows by their key. A filter may find more than is asked for (Notion compares text without case);
 * callers compare the canonical cells themselves.
 */

/** Twins of keys can make the answer longer than the question; beyond this many pages it is left unfinished. */
const MOST_PAGES = 5;
const FILTER_TEXT = 2_000;

/** The key's values in canonical form, or null if one is missing from `cells` or all are empty. */
export function keyOf(plan: SidePlan, cells: Cells): readonly Value[] | null {
  const values: Value[] = [];
  for (const id of plan.key) {
    const value = cells[id];
    if (value === undefined) return null;
    values.push(value);
  }
  return values.some((value) => value !== null) ? values : null;
}

export const sameKey = (a: readonly Value[], b: readonly Value[]): boolean =>
  a.length === b.length && a.every((value, at) => valuesEqual(value, b[at] ?? null));

/**
 * A filter that finds every row with this key, or null if one of its properties cannot be searched so. `nobody`: the key
 * has an option that the schema does not, so no row has the key; Notion refuses to be asked for such an option.
 */
export function keyFilter(plan: SidePlan, schema: Schema, key: readonly Value[]): Json | "nobody" | null {
  const clauses: Json[] = [];
  let isNobody = false;
  for (const [at, id] of plan.key.entries()) {
    const property = schema.properties.get(plan.byId.get(id)?.property ?? "");
    const value = key[at] ?? null;
    const clause = property === undefined ? null : clauseOf(property, value);
    if (property === undefined || clause === null) return null;
    isNobody ||= !hasOptions(property, value);
    clauses.push(clause);
  }
  if (isNobody) return "nobody";
  return clauses.length === 1 ? (clauses[0] ?? null) : { and: clauses };
}

/** Notion takes names of options for the same whatever their case. */
function hasOptions({ options }: SchemaProperty, value: Value): boolean {
  if (options === null) return true;
  const known = new Set(options.map((option) => option.toLowerCase()));
  return [value].flat().every((name) => typeof name !== "string" || known.has(name.toLowerCase()));
}

function clauseOf(property: SchemaProperty, value: Value): Json | null {
  const condition = (test: Json): Json => ({ property: property.wireId, [property.native]: test });
  switch (property.native) {
    case "title":
    case "rich_text":
    case "url":
    case "email":
    case "phone_number":
      if (value === null) return condition({ is_empty: true });
      if (typeof value !== "string" || value.length > FILTER_TEXT) return null;
      return condition({ equals: value });
    case "select":
    case "status":
    case "date":
      if (value === null) return condition({ is_empty: true });
      return typeof value === "string" ? condition({ equals: value }) : null;
    case "number":
      if (value === null) return condition({ is_empty: true });
      return typeof value === "string" ? condition({ equals: Number(value) }) : null;
    case "checkbox":
      return condition({ equals: value === true });
    case "multi_select":
    case "relation":
      if (value === null) return condition({ is_empty: true });
      return Array.isArray(value) ? condition({ contains: value[0] }) : null;
    default:
      return null;
  }
}

interface Where {
  readonly dataSourceId: string;
  readonly properties: readonly string[];
  /** The trash, which Notion lists apart from the living. */
  readonly trashed: boolean;
}

/** The rows of one partition that match one of the filters, oldest first. `whole`: none is missing. */
export async function lookUp(
  calls: Calls,
  { dataSourceId, properties, trashed }: Where,
  filters: readonly Json[],
): Promise<{ readonly pages: readonly Json[]; readonly whole: boolean }> {
  const pages: Json[] = [];
  if (filters.length === 0) return { pages, whole: true };
  let cursor: string | null = null;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const list: List = must(
      await calls.query(dataSourceId, properties, {
        filter: filters.length === 1 ? filters[0] : { or: filters },
        sorts: [{ timestamp: "created_time", direction: "ascending" }],
        page_size: 100,
        ...(trashed ? { is_archived: true } : {}),
        ...(cursor === null ? {} : { start_cursor: cursor }),
      }),
    );
    pages.push(...list.results.filter((page) => isTrashed(page) === trashed));
    if (!list.hasMore) return { pages, whole: list.cut === "no" || list.cut === "unsaid" };
    if (list.nextCursor === null || list.nextCursor === cursor) break;
    cursor = list.nextCursor;
  }
  return { pages, whole: false };
}
