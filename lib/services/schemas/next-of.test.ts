import { expect, test } from "vitest";
import { nextOf } from "./next-of";

const fields = [
  { id: "people", name: "Population", type: "integer" },
  { id: "name", name: "Name", type: "text" },
] as const;

const published = (document: object) =>
  ({
    id: "1",
    registryId: "1",
    version: "1.4.2",
    document,
    hash: "",
    createdAt: new Date(0),
    publishedAt: new Date(0),
  }) as const;

test("a rule for a field that was not spoken of is stricter for the rows that are there", () => {
  const next = nextOf(published({}), { properties: { people: { minimum: 0 } } }, fields);
  expect(next).toMatchObject({ version: "2.0.0", change: "major" });
});

test("and taking it away again is looser", () => {
  const next = nextOf(published({ properties: { people: { minimum: 0 } } }), {}, fields);
  expect(next).toMatchObject({ version: "1.5.0", change: "minor" });
});

test("reasons call fields by their names", () => {
  const { because } = nextOf(published({}), { required: ["name"] }, fields);
  expect(because).toEqual(["Name is now required."]);
});

test("a field that the registry no longer has is no obstacle", () => {
  const document = { properties: { gone: { minimum: 0 } } };
  expect(nextOf(published(document), document, fields)).toMatchObject({ version: "1.4.2", change: "none" });
});
