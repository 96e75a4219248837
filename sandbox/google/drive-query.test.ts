import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, bench } from "./testing/bench";

let at: Bench;
let accessToken: string;
beforeAll(async () => {
  at = await bench();
  ({ accessToken } = at.control<{ accessToken: string }>("create-account", {
    email: "ada@example.com",
    scopes: ["spreadsheets", "drive.metadata.readonly"],
  }));
  for (const title of ["Units and leases", "Units", "Tom's \\ units"])
    at.control("create-spreadsheet", { title, owner: "ada@example.com", sheets: [{ title: "T", rows: [] }] });
});
afterAll(() => at.close());

test.each([
  ["name contains 'units and' and trashed = false", ["Units and leases"]],
  ["trashed = false and name = 'Units'", ["Units"]],
  ["name contains 'Tom\\'s \\\\' and trashed = false", ["Tom's \\ units"]],
])("a name may hold the word and, quotes and backslashes: %s", async (q, names) => {
  const { data } = await at.drive(accessToken).files.list({ q, fields: "files(name)" });
  expect(data.files?.map(({ name }) => name)).toEqual(names);
});
