import { expect, it } from "vitest";
import { layoutOf, NO_DEADLINE, readAll } from "../contract-session.test-kit";
import { propertyId } from "./ids";
import { sandboxPlace } from "./sandbox-place.test-kit";

const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "then"];

it("columns named after our objects' members hold cells like any others", async () => {
  const place = await sandboxPlace(layoutOf([]));
  const { control } = place.sandbox;
  const added = NAMES.map((name) => {
    const made = control("add-property", { dataSourceId: place.dataSourceId, name, type: "rich_text" });
    const field = { id: `f_${name}`, name, type: "text" } as const;
    return { field, sideField: propertyId(String(made.propertyId)), writable: true };
  });
  const side = place.open({ ...place.config, mapped: [...place.config.mapped, ...added] });
  const shape = await side.shape();
  expect(shape.problems).toEqual([]);
  const cells = Object.fromEntries([
    ["code", "a"],
    ["name", "A"],
    ...added.map(({ field }) => [field.id, field.name]),
  ]);
  const report = await side.write([{ op: "create", id: "1", cells }], NO_DEADLINE);
  expect(report.written).toMatchObject([{ outcome: "done", record: { cells } }]);
  expect((await readAll(side)).records.map((record) => record.cells)).toEqual([cells]);
  const { rows } = control("rows", { dataSourceId: place.dataSourceId }) as {
    rows: { cells: Record<string, string> }[];
  };
  for (const name of NAMES) expect(Object.entries(rows[0]?.cells ?? {})).toContainEqual([name, name]);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  await place.dispose();
});
