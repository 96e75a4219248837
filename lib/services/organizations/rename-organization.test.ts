import { expect, test } from "vitest";
import { renameOrganizationInput } from "./rename-organization";

test.each(["Acme\r\nBcc: x", "Acme \u202Ex", "Go to www.evil.example", "evil.example/"])(
  "an organization is not called %j",
  (name) => {
    const paths = renameOrganizationInput.safeParse({ name }).error?.issues.map(({ path }) => path);
    expect(paths).toEqual([["name"]]);
  },
);

test("an organization may be called like its domain", () => {
  expect(renameOrganizationInput.parse({ name: " Acme.io " })).toEqual({ name: "Acme.io" });
});
