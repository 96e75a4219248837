import { expect, it } from "vitest";
import { NO_DEADLINE, readAll } from "../contract-session.test-kit";
import { sheetPlace } from "./sandbox-place.test-kit";

const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "then"];

it("columns named after our objects' members hold cells like any others", async () => {
  const fields = ["Code", ...NAMES].map((name, at) => ({ id: `f${at}`, name, type: "text" as const }));
  const place = await sheetPlace({ fields, key: ["f0"] }, "headers");
  const side = place.open(place.config);
  expect((await side.shape()).problems).toEqual([]);
  const cells = Object.fromEntries(fields.map(({ id, name }) => [id, name]));
  const report = await side.write([{ op: "create", id: "1", cells }], NO_DEADLINE);
  expect(report.written).toMatchObject([{ outcome: "done", record: { cells } }]);
  expect((await readAll(side)).records.map((record) => record.cells)).toEqual([cells]);
  expect(place.screen()[1]).toEqual(["Code", ...NAMES]);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  await place.dispose();
});
