import { expect, it } from "vitest";
import { openNotion } from "./connector";
import type { Json } from "./json";
import {
  dataSource,
  fails,
  list,
  ok,
  page,
  type Reply,
  rich,
  SOURCE,
  scripted,
  uuid,
} from "./scripted.test-kit";

/** A rollup counts over a relation that nobody has mapped, so only the rollup is asked for by name. */

const properties: Json = {
  Name: { id: "title", name: "Name", type: "title", title: {} },
  Deals: { id: "r%3D", name: "Deals", type: "relation", relation: { data_source_id: uuid(7) } },
  Sum: { id: "s", name: "Sum", type: "rollup", rollup: { function: "sum", relation_property_id: "r%3D" } },
};

const rollup = (result: Json): Json => ({ type: "rollup", rollup: { function: "sum", ...result } });
const sum = (number: number): Json => rollup({ type: "number", number });

function reading(rows: readonly Json[], item: (cursor: string | null) => Reply) {
  const { out, calls } = scripted((call) => {
    if (call.path === `data_sources/${SOURCE}`) return ok(dataSource(properties));
    if (call.path === `data_sources/${SOURCE}/query`) return list(rows);
    return item(call.query.get("start_cursor"));
  });
  const side = openNotion({ token: "secret_1" }, out, { baseUrl: "http://notion.test" }).side({
    address: { dataSourceId: SOURCE },
    key: ["name"],
    mapped: [
      { field: { id: "name", name: "Name", type: "text" }, sideField: "title", writable: true },
      { field: { id: "sum", name: "Sum", type: "number" }, sideField: "s", writable: false },
    ],
  });
  return { calls, read: () => side.read(null) };
}

const row = (at: number, related: Json | null, shown: Json): Json =>
  page(at, { title: rich("title", `row ${at}`), ...(related && { "r%3D": related }), s: shown });
const relation = (more: boolean): Json => ({
  type: "relation",
  relation: [{ id: uuid(100) }],
  has_more: more,
});

const itemOf = (shown: Json, more: Json = {}): Reply =>
  list([{ object: "property_item", id: "v", type: "number", number: 1 }], {
    type: "property_item",
    property_item: { id: "s", next_url: null, ...shown },
    ...more,
  });

it("over few pages is read as it is shown, and the relation that tells so is asked for", async () => {
  const { calls, read } = reading([row(10, relation(false), sum(7))], () => fails(500, "never asked"));
  const { records } = await read();
  expect(records[0]).toMatchObject({ cells: { sum: "7" }, unknown: {} });
  expect(calls.at(-1)?.query.getAll("filter_properties")).toEqual(["title", "s", "r="]);
});

it("over more pages than Notion counts at once is asked for to its end", async () => {
  const { calls, read } = reading([row(10, relation(true), sum(25)), row(11, null, sum(25))], (cursor) =>
    cursor === null ? itemOf(sum(100), { has_more: true, next_cursor: "more" }) : itemOf(sum(130)),
  );
  const { records } = await read();
  expect(records.map(({ cells }) => cells.sum)).toEqual(["130", "130"]);
  expect(calls.filter(({ path }) => path.endsWith("/properties/s"))).toHaveLength(4);
});

it.each([
  ["that Notion does not finish", itemOf(rollup({ type: "incomplete", incomplete: {} }))],
  ["that is refused", fails(400, "validation_error")],
  ["that is an array", itemOf(rollup({ type: "array", array: [] }))],
] as const)("%s is unreadable, never short", async (_what, item) => {
  const { read } = reading([row(10, relation(true), sum(25))], () => item);
  const { records } = await read();
  expect(records[0]?.cells).toEqual({ name: "row 10" });
  expect(Object.keys(records[0]?.unknown ?? {})).toEqual(["sum"]);
});

it("that is answered as one value is taken as it is", async () => {
  const { read } = reading([row(10, relation(true), sum(25))], () =>
    ok({ object: "property_item", id: "s", ...sum(26) }),
  );
  expect((await read()).records[0]?.cells.sum).toBe("26");
});
