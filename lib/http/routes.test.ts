import { globSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { allOperations } from "./operations/all";
import type { RouteHandler } from "./serve";

const ROOT = path.resolve(import.meta.dirname, "../../app/api/v1");
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Served by hand: it is the document of the others. */
const DOCUMENT = "openapi.json/route.ts";

const files = globSync("**/route.ts", { cwd: ROOT }).filter((file) => file !== DOCUMENT);
const pathOf = (file: string): string => `/${path.dirname(file)}`.replaceAll("[", "{").replaceAll("]", "}");

const served: string[] = [];

beforeAll(async () => {
  for (const file of files) {
    const module = (await import(path.join(ROOT, file))) as Record<string, RouteHandler | undefined>;
    for (const method of METHODS) {
      const handler = module[method];
      if (!handler) continue;
      expect(handler.operation, `${method} of ${file} has no operation`).toBeDefined();
      expect(`${handler.operation.method} ${handler.operation.path}`).toBe(`${method} ${pathOf(file)}`);
      expect(allOperations).toContain(handler.operation);
      served.push(handler.operation.id);
    }
  }
});

test("every operation has its route, and every route its operation", () => {
  expect(served.length).toBeGreaterThan(20);
  expect(served.toSorted()).toEqual(allOperations.map(({ id }) => id).toSorted());
});

test("a route folder exports nothing but its methods", async () => {
  for (const file of files) {
    const module = (await import(path.join(ROOT, file))) as Record<string, unknown>;
    const methods: readonly string[] = METHODS;
    expect(
      Object.keys(module).filter((name) => !methods.includes(name)),
      file,
    ).toEqual([]);
  }
});

test("the document is open to everyone and is the document", async () => {
  const { GET } = (await import(path.join(ROOT, DOCUMENT))) as { GET: () => Response };
  expect(await GET().json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
});
