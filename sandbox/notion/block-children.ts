import { type JsonObject, pageSizeAt } from "./body-check";
import { invalid } from "./failure";
import { printParent, printStamps } from "./page-print";
import { titleOf } from "./plain-value";
import type { DatabaseRecord, PageRecord } from "./record";
import { plainText } from "./rich-text";
import { printDatabaseParent } from "./source-print";
import { type Call, canSeeDatabase, canSeePage, findPage, requireCapability } from "./world";

type Child =
  | { readonly kind: "child_page"; readonly record: PageRecord }
  | { readonly kind: "child_database"; readonly record: DatabaseRecord };

/** `GET /v1/blocks/{id}/children` of a page: the pages and databases on it, at once, and no text. */
export function listChildren(call: Call, pageId: string, query: URLSearchParams): JsonObject {
  requireCapability(call, "read");
  const page = findPage(call, pageId);
  const size = pageSizeAt(query.get("page_size"), "query.page_size");
  const children = childrenOf(call, page);
  const cursor = query.get("start_cursor");
  const from = cursor === null ? 0 : children.findIndex(({ record }) => record.id === cursor);
  if (from < 0) throw invalid(`The start_cursor provided is invalid: ${cursor}`);
  const next = children[from + size];
  return {
    object: "list",
    results: children.slice(from, from + size).map((child) => printChild(call, child)),
    next_cursor: next?.record.id ?? null,
    has_more: next !== undefined,
    type: "block",
    block: {},
  };
}

function childrenOf(call: Call, { id }: PageRecord): Child[] {
  const pages = [...call.state.allPages()].filter(
    (page) => page.parentPageId === id && !page.inTrash && canSeePage(call, page),
  );
  const databases = [...call.state.allDatabases()].filter(
    (database) => database.parentPageId === id && !database.inTrash && canSeeDatabase(call, database),
  );
  const children: Child[] = [
    ...pages.map((record): Child => ({ kind: "child_page", record })),
    ...databases.map((record): Child => ({ kind: "child_database", record })),
  ];
  return children.sort((a, b) => a.record.createdAt - b.record.createdAt);
}

function printChild(call: Call, child: Child): JsonObject {
  const { kind, record } = child;
  const title = child.kind === "child_page" ? titleOf(call, record.id) : plainText(child.record.title);
  return {
    object: "block",
    ...printStamps(call, record),
    parent: child.kind === "child_page" ? printParent(child.record, null) : printDatabaseParent(child.record),
    has_children: false,
    type: kind,
    [kind]: { title },
  };
}
