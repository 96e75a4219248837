import { isObject, type JsonObject, pageSizeAt } from "./body-check";
import { type Listing, makeCursor, readCursor } from "./cursor";
import { notFound } from "./failure";
import { propertiesOf } from "./page-print";
import type { PageRecord, PropertyRecord } from "./record";
import { rolledUp, rollupSummary } from "./rollup-item";
import { findProperty } from "./schema-draft";
import { innerValue, isListed } from "./value-print";
import { type Call, findPage, requireCapability } from "./world";

/** `GET /v1/pages/{id}/properties/{property_id}`: whole values; lists one element per result, paged. */
export function retrieveItem(call: Call, pageId: string, propertyKey: string, url: URL): JsonObject {
  requireCapability(call, "read");
  const page = findPage(call, pageId);
  const source = page.dataSourceId === null ? null : (call.state.source(page.dataSourceId) ?? null);
  const property = findProperty(propertiesOf(source), propertyKey);
  if (property === undefined) throw notFound("page", propertyKey);
  const id = encodeURIComponent(property.id);
  const { type } = property;
  if (!isListed(type) && type !== "rollup")
    return { object: "property_item", id, type, [type]: innerValue(call, page, property) };
  return itemList(call, page, property, url);
}

function itemList(call: Call, page: PageRecord, property: PropertyRecord, url: URL): JsonObject {
  const id = encodeURIComponent(property.id);
  const { type } = property;
  const size = pageSizeAt(url.searchParams.get("page_size"), "query.page_size");
  const listing: Listing = {
    request: { page: page.id, property: property.id },
    epoch: call.state.workspace.cursorEpoch,
  };
  const from = readCursor(listing, url.searchParams.get("start_cursor"))?.given ?? 0;
  const elements = elementsOf(call, page, property);
  const to = Math.min(from + size, elements.length);
  const more = to < elements.length;
  const cursor = more ? makeCursor(listing, { keys: [], tie: 0, id: property.id, given: to }) : null;
  const next = `https://api.notion.com/v1/pages/${page.id}/properties/${id}?start_cursor=${cursor ?? ""}`;
  return {
    object: "list",
    results: elements.slice(from, to).map((element) => ({ object: "property_item", id, ...element })),
    next_cursor: cursor,
    has_more: more,
    type: "property_item",
    property_item: {
      id,
      type,
      [type]: type === "rollup" ? rollupSummary(call, page, property, !more) : {},
      next_url: more ? next : null,
    },
  };
}

function elementsOf(call: Call, page: PageRecord, property: PropertyRecord): JsonObject[] {
  const { type } = property;
  if (type === "rollup") return rolledUp(call, page, property);
  const inner = innerValue(call, page, property);
  return Array.isArray(inner) ? inner.filter(isObject).map((element) => ({ type, [type]: element })) : [];
}
