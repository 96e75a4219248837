import type { Cells } from "@/lib/engine/value";
import type { SideConfig, WriteOperation } from "../connector";
import { openNotion } from "./connector";
import type { Json } from "./json";
import {
  type Call,
  dataSource,
  list,
  ok,
  page,
  type Reply,
  rich,
  SOURCE,
  scripted,
  uuid,
} from "./scripted.test-kit";

const NO_DEADLINE = Date.UTC(2100, 0, 1);

export const config: SideConfig = {
  address: { dataSourceId: SOURCE },
  key: ["code"],
  mapped: [
    { field: { id: "code", name: "Code", type: "text" }, sideField: "title", writable: true },
    { field: { id: "note", name: "Note", type: "text" }, sideField: ":a", writable: true },
    {
      field: { id: "stage", name: "Stage", type: "select" },
      sideField: "st",
      writable: true,
    },
    { field: { id: "tags", name: "Tags", type: "multi-select" }, sideField: "tg", writable: true },
    { field: { id: "closed", name: "Closed", type: "text" }, sideField: "cl", writable: false },
  ],
};

export const schema = dataSource({
  Code: { id: "title", name: "Code", type: "title", title: {} },
  Note: { id: "%3Aa", name: "Note", type: "rich_text", rich_text: {} },
  Stage: { id: "st", name: "Stage", type: "status", status: { options: [{ id: "1", name: "Open" }] } },
  Tags: {
    id: "tg",
    name: "Tags",
    type: "multi_select",
    multi_select: { options: [{ id: "2", name: "Red" }] },
  },
  Closed: { id: "cl", name: "Closed", type: "rich_text", rich_text: {} },
});

export const row = (at: number, code: string, note: string, more: Json = {}): Json =>
  page(
    at,
    {
      title: rich("title", code),
      "%3Aa": rich("rich_text", note),
      st: { type: "status", status: { id: "1", name: "Open" } },
      tg: { type: "multi_select", multi_select: [] },
      cl: rich("rich_text", "closed"),
    },
    more,
  );

/** Answers by `method path`; the schema and an empty look-up unless said otherwise. */
export function notion(answers: Readonly<Record<string, (call: Call) => Reply>>) {
  const script = scripted((call) => {
    const path = call.path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*");
    const answer = answers[`${call.method} ${path}`];
    if (answer) return answer(call);
    if (path === "data_sources/*") return ok(schema);
    if (path === "data_sources/*/query") return list([]);
    throw new Error(`not scripted: ${call.method} ${path}`);
  });
  const side = openNotion({ token: "secret_1" }, script.out, { baseUrl: "http://notion.test" }).side(config);
  return { ...script, write: (operations: WriteOperation[]) => side.write(operations, NO_DEADLINE) };
}

export const create = (code: string, note = "n"): WriteOperation => ({
  op: "create",
  id: code,
  cells: { code, note },
});
export const update = (at: number, cells: Cells, expected: Cells): WriteOperation => ({
  op: "update",
  id: `u${at}`,
  locator: uuid(at),
  cells,
  expect: expected,
});
export const removal = (at: number, expected: Cells): WriteOperation => ({
  op: "delete",
  id: `d${at}`,
  locator: uuid(at),
  expect: expected,
});
