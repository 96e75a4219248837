import { isObject, type JsonObject } from "./body-check";
import type { ComputedValue, PageRecord, PropertyRecord } from "./record";
import { findProperty } from "./schema-draft";
import { innerValue, isListed, visibleRelated } from "./value-print";
import type { Call } from "./world";

/** What a rollup's item list gives out, each as `{ type, <type> }` with one element. */
export function rolledUp(call: Call, page: PageRecord, property: PropertyRecord): JsonObject[] {
  const constant = page.values[property.id] as ComputedValue | null | undefined;
  if (constant?.type === "array" && Array.isArray(constant.array)) return constant.array.filter(isObject);
  const source = page.dataSourceId === null ? undefined : call.state.source(page.dataSourceId);
  const relation = findProperty(source?.properties ?? [], String(property.computed?.relation_property_id));
  const target = relation?.target === undefined ? undefined : call.state.source(relation.target);
  const rolled = findProperty(target?.properties ?? [], String(property.computed?.rollup_property_id));
  if (relation === undefined || rolled === undefined) return [];
  return visibleRelated(call, relation, page.values[relation.id] ?? null).flatMap((id) => {
    const related = call.state.page(id);
    if (related === undefined) return [];
    const inner = innerValue(call, related, rolled);
    const elements = isListed(rolled.type) && Array.isArray(inner) ? inner : [inner];
    return elements.map((element) => ({ type: rolled.type, [rolled.type]: element }));
  });
}

/** The list's own word on the result: an array's elements are the results; any other is known at the end. */
export function rollupSummary(
  call: Call,
  page: PageRecord,
  property: PropertyRecord,
  isEnd: boolean,
): JsonObject {
  const whole = innerValue(call, page, property) as ComputedValue & { readonly function: unknown };
  if (whole.type === "array") return { type: "array", array: [], function: whole.function };
  return isEnd ? whole : { type: "incomplete", incomplete: {}, function: whole.function };
}
