import { expect, test } from "vitest";
import { judgeRoleChange, type RoleChange } from "./role-change";

const change = (given: Partial<RoleChange>) =>
  judgeRoleChange({
    by: "owner",
    from: "editor",
    to: "viewer",
    owners: 2,
    isLastBreakGlass: false,
    isSelf: false,
    ...given,
  });

const OK = { ok: true };
const OWNERS_ONLY = { ok: false, why: "owners-only" };
const LAST_BREAK_GLASS = { ok: false, why: "last-break-glass" };
const LAST_OWNER = { ok: false, why: "last-owner" };

test.each<[string, Partial<RoleChange>, unknown]>([
  ["an owner changes a role", {}, OK],
  ["an admin changes a role", { by: "admin" }, OK],
  ["an admin makes an owner", { by: "admin", to: "owner" }, OWNERS_ONLY],
  ["an admin unmakes an owner", { by: "admin", from: "owner" }, OWNERS_ONLY],
  ["an admin removes an owner", { by: "admin", from: "owner", to: null }, OWNERS_ONLY],
  ["a service key makes an owner", { by: null, to: "owner" }, OWNERS_ONLY],
  ["an owner makes another", { to: "owner" }, OK],
  ["an owner steps down beside another", { from: "owner", isSelf: true }, OK],
  ["the last owner steps down", { from: "owner", owners: 1, isSelf: true }, LAST_OWNER],
  ["the last owner leaves", { from: "owner", to: null, owners: 1, isSelf: true }, LAST_OWNER],
  ["the last owner stays an owner", { from: "owner", to: "owner", owners: 1, isSelf: true }, OK],
  ["the last break-glass owner steps down", { from: "owner", isLastBreakGlass: true }, LAST_BREAK_GLASS],
  [
    "the last break-glass owner leaves",
    { from: "owner", to: null, isLastBreakGlass: true, isSelf: true },
    LAST_BREAK_GLASS,
  ],
  ["the last break-glass owner stays an owner", { from: "owner", to: "owner", isLastBreakGlass: true }, OK],
  ["a viewer leaves", { by: "viewer", from: "viewer", to: null, isSelf: true }, OK],
])("%s", (_, given, verdict) => expect(change(given)).toEqual(verdict));
