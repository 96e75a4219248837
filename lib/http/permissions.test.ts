import { globSync } from "node:fs";
import path from "node:path";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Caller, PERMISSIONS, type Permission, rolesFor, SCOPES } from "@/lib/auth/policy";
import { ROLES } from "@/lib/auth/role";
import { newUuid, publicId } from "@/lib/ids";
import type { Operation } from "./operation";
import { allOperations } from "./operations/all";
import type { RouteHandler } from "./serve";

/** Whoever calls in this file: no database is asked, so what comes after the permission fails as our own mistake. */
const { calling } = vi.hoisted(() => ({ calling: { caller: null as unknown } }));
vi.mock("./caller", () => ({ callerOf: async () => calling.caller }));
vi.mock("./rate-limit", () => ({ limitCall: async () => ({ refusal: null, headers: {} }) }));
vi.mock("@/lib/auth/client-address", () => ({ clientAddressOf: () => null }));
vi.mock("@/lib/log", () => ({ log: () => {} }));

const ROOT = path.resolve(import.meta.dirname, "../../app/api/v1");
const handlers = new Map<string, RouteHandler>();

beforeAll(async () => {
  for (const file of globSync("**/route.ts", { cwd: ROOT })) {
    const module = (await import(path.join(ROOT, file))) as Record<string, RouteHandler | undefined>;
    for (const handler of Object.values(module))
      if (handler?.operation) handlers.set(handler.operation.id, handler);
  }
});

const caller = (given: Partial<Caller>): Caller => ({
  organizationId: newUuid(),
  actor: { type: "person", ref: publicId("per", newUuid()) },
  role: "owner",
  scopes: new Set(SCOPES),
  requestId: newUuid(),
  ...given,
});

beforeEach(() => {
  calling.caller = caller({});
});

/** What a call's query has to have before anybody is asked. */
const QUERIES: Readonly<Record<string, string>> = { includePairs: `?keys=${encodeURIComponent('[["a"]]')}` };

async function call(operation: Operation): Promise<{ status: number; detail: string }> {
  const target = `http://127.0.0.1/api/v1${operation.path}`.replaceAll(/\{\w+\}/g, "nothing_of_this_id");
  const query = QUERIES[operation.id] ?? "";
  const body = operation.body ? JSON.stringify(operation.example ?? {}) : undefined;
  const request = new Request(target + query, {
    method: operation.method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    ...(body !== undefined && { body }),
  });
  const response = await handlers.get(operation.id)?.(request);
  const problem = (await response?.json().catch(() => ({}))) as { detail?: string } | undefined;
  return { status: response?.status ?? 0, detail: problem?.detail ?? "" };
}

const REFUSED = (permission: Permission) => ({
  status: 403,
  detail: `This needs the permission ${permission}.`,
});

test.each(allOperations.map((operation) => [operation.id, operation] as const))(
  "%s asks for the permission that it names, of every role and every key",
  async (_id, operation) => {
    const { permission, scope } = operation;
    expect(PERMISSIONS[permission].scope).toBe(scope);
    for (const role of ROLES) {
      calling.caller = caller({ role });
      if (rolesFor(permission).includes(role)) expect((await call(operation)).status, role).not.toBe(403);
      else expect(await call(operation), role).toEqual(REFUSED(permission));
    }
    calling.caller = caller({ role: null, scopes: new Set(SCOPES.filter((one) => one !== scope)) });
    expect(await call(operation)).toEqual(REFUSED(permission));
  },
);

test("every permission is asked for by a call, or by what only a browser does", () => {
  const named = new Set(allOperations.map(({ permission }) => permission));
  const rest = (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => !named.has(permission));
  expect(rest).toEqual(["organization:delete", "sign-in:read", "sign-in:write", "identity-provider:write"]);
});

test("in an organization that is being deleted nothing changes, whoever asks", async () => {
  const changing = allOperations.filter(({ permission }) => !permission.endsWith(":read"));
  expect(changing.length).toBeGreaterThan(30);
  for (const operation of changing) {
    calling.caller = caller({ isClosing: true });
    expect(await call(operation), operation.id).toMatchObject({
      status: 409,
      detail: expect.stringContaining("deleted"),
    });
  }
});
