import { expect, test } from "vitest";
import { authorize, type Caller, type Permission, scopesOf } from "./policy";
import type { Role } from "./role";

const caller = (role: Role | null, scopes: Caller["scopes"]): Caller => ({
  organizationId: "o",
  actor: { type: "person", ref: "per_1" },
  role,
  scopes,
  requestId: "r",
});

test.each<[Role, Permission, boolean]>([
  ["owner", "connection:write", true],
  ["admin", "run:approve", true],
  ["editor", "registry:write", true],
  ["editor", "connection:write", false],
  ["editor", "run:approve", false],
  ["approver", "run:approve", true],
  ["approver", "run:start", false],
  ["viewer", "registry:read", true],
  ["viewer", "registry:write", false],
  ["billing", "registry:read", false],
  ["billing", "organization:read", true],
  ["admin", "sign-in:read", true],
  ["admin", "identity-provider:write", false],
])("%s and %s: %s", (role, permission, allowed) => {
  const attempt = () => authorize(caller(role, scopesOf(role)), permission);
  if (allowed) expect(attempt).not.toThrow();
  else expect(attempt).toThrow(/needs the permission/);
});

test("how people sign in is changed within ten minutes of signing in, and by no key", () => {
  const owner = caller("owner", scopesOf("owner"));
  const now = new Date("2026-01-01T12:00:00Z");
  const attempt = (agoMs: number) => () =>
    authorize({ ...owner, signedInAt: new Date(now.getTime() - agoMs) }, "sign-in:write", now);
  expect(attempt(0)).not.toThrow();
  expect(attempt(10 * 60_000 - 1)).not.toThrow();
  expect(attempt(10 * 60_000)).toThrow(/not older than ten minutes/);
  expect(() => authorize(owner, "sign-in:write", now)).toThrow(/not older than ten minutes/);
  expect(() => authorize(owner, "sign-in:read", now)).not.toThrow();
});

test("a key's scope bounds its person's role, and a service key has its scopes alone", () => {
  expect(() => authorize(caller("owner", new Set(["read"])), "run:start")).toThrow();
  expect(() => authorize(caller(null, new Set(["runs:start"])), "run:start")).not.toThrow();
  const remedy =
    "The key lacks the scope runs:start: an owner or admin makes one that has it, under Settings.";
  for (const role of ["owner", null] as const)
    expect(() => authorize(caller(role, new Set(["read"])), "run:start")).toThrow(
      expect.objectContaining({ remedy }),
    );
});

test("another scope does not help a key whose person's role does not allow it", () => {
  const remedy = "Ask an owner for one of the roles owner, admin, editor.";
  for (const scopes of [["read"], ["runs:start"]] as const)
    expect(() => authorize(caller("viewer", new Set(scopes)), "run:start")).toThrow(
      expect.objectContaining({ remedy }),
    );
});
