import { expect, test } from "vitest";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { accessDraftOf, accessFault, accessOf } from "./access-draft";

const registry = (access: RegistryView["access"]) =>
  ({ fields: [{ name: "Status" }, { name: "Owner" }], access }) as unknown as RegistryView;

test.each([
  [{}],
  [{ Status: { roles: ["owner", "admin"] } }],
  [{ Owner: { approval: true } }],
  [{ Status: { roles: ["approver"], approval: true } }],
])("what is stored is what an unchanged draft sends: %j", (access) => {
  expect(accessOf(accessDraftOf(registry(access)))).toEqual(access);
});

test("a field that everybody decides on and that does not wait needs no entry", () => {
  const draft = accessDraftOf(registry({ Status: { approval: false } }));
  expect(accessOf(draft)).toEqual({});
  expect(draft.Owner?.roles).toHaveLength(4);
});

test("a field that nobody decides on cannot be saved", () => {
  const draft = accessDraftOf(registry({}));
  expect(accessFault(draft)).toBeNull();
  expect(accessFault({ ...draft, Owner: { roles: [], approval: false } })).toContain("Owner");
});
