import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { openApiDocument } from "./openapi";
import { allOperations } from "./operations/all";

type Json = { readonly [key: string]: unknown };

const document = JSON.parse(JSON.stringify(openApiDocument())) as Json;

function referencesIn(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === "$ref" && typeof value === "string" ? [value] : referencesIn(value),
  );
}

const resolve = (reference: string): unknown =>
  reference
    .split("/")
    .slice(1)
    .reduce<unknown>((node, part) => (node as Json | undefined)?.[part], document);

test("is OpenAPI 3.1 with the parts that it must have", () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  expect(Object.keys(document.paths as Json).every((path) => path.startsWith("/"))).toBe(true);
});

test("every reference resolves within the document", () => {
  const references = referencesIn(document);
  expect(references.length).toBeGreaterThan(100);
  expect(references.filter((reference) => !reference.startsWith("#/components/"))).toEqual([]);
  expect(references.filter((reference) => resolve(reference) === undefined)).toEqual([]);
});

test("every schema is one that a validator of the 2020-12 dialect takes", () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  ajv.addSchema({ $id: "api", ...document });
  const names = Object.keys((document.components as Json).schemas as Json);
  expect(names.length).toBeGreaterThan(20);
  for (const name of names)
    expect(ajv.getSchema(`api#/components/schemas/${name}`), name).toBeTypeOf("function");
});

test("names are given once", () => {
  const ids = allOperations.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const calls = allOperations.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(calls).size).toBe(calls.length);
});

test.each(allOperations.map((operation) => [operation.id, operation] as const))(
  "%s is described whole",
  (_id, operation) => {
    const item = ((document.paths as Json)[operation.path] as Json)[operation.method.toLowerCase()] as Json;
    const parameters = item.parameters as Json[];
    const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => `{${name}}`);
    expect(inPath).toEqual(operation.path.match(/\{\w+\}/g) ?? []);
    expect(parameters.some(({ name }) => name === "Idempotency-Key")).toBe(operation.method === "POST");
    expect(item).toMatchObject({ operationId: operation.id, security: [{ bearer: [operation.scope] }] });
    const answered = (item.responses as Json)[operation.status] as Json;
    expect(answered.content === undefined).toBe(operation.status === 204);
    expect(operation.answer === null).toBe(operation.status === 204);
    if (operation.body) expect(operation.body.safeParse(operation.example).error).toBeUndefined();
    expect(item.requestBody === undefined).toBe(operation.body === null);
  },
);

test("no answer has a place for a secret", () => {
  const { schemas } = document.components as { schemas: Record<string, unknown> };
  for (const [name, schema] of Object.entries(schemas)) {
    if (name.endsWith("Request")) continue;
    expect(JSON.stringify(schema), name).not.toMatch(
      /"(credentials|password|token|refreshToken|private_key|sealed)":/,
    );
  }
});
