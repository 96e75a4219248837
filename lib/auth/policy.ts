import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/ledger/envelope";
import { requireFreshSignIn } from "./fresh-sign-in";
import type { Role } from "./role";

export const SCOPES = ["read", "write", "runs:start", "runs:approve", "audit:read", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** Who asks, for which organization, through which door. Every use case takes one and authorises it itself. */
export interface Caller {
  readonly organizationId: string;
  readonly actor: Actor;
  /** Null for a service key, which has scopes only. */
  readonly role: Role | null;
  readonly scopes: ReadonlySet<Scope>;
  readonly requestId: string;
  /** When the session was opened by which a person asks; absent for a key. */
  readonly signedInAt?: Date;
  /** The organization is being deleted: it may be looked at, kept and left, and nothing in it changes. */
  readonly isClosing?: boolean;
}

/**
 * Everything that can be done, with the scope an API key needs and the roles that may; `isFreshOnly`: only in a session
 * that was opened just now, so by no key. The one table: the services ask it, the API's document and the screens show it.
 */
export const PERMISSIONS = {
  "organization:read": {
    scope: "read",
    roles: ["owner", "admin", "editor", "approver", "viewer", "billing"],
  },
  "organization:write": { scope: "admin", roles: ["owner", "admin"] },
  "organization:delete": { scope: "admin", roles: ["owner"] },
  "member:read": {
    scope: "read",
    roles: ["owner", "admin", "editor", "approver", "viewer", "billing"],
  },
  "member:write": { scope: "admin", roles: ["owner", "admin"] },
  "connection:read": { scope: "read", roles: ["owner", "admin", "editor", "approver", "viewer"] },
  "connection:write": { scope: "admin", roles: ["owner", "admin"] },
  "registry:read": { scope: "read", roles: ["owner", "admin", "editor", "approver", "viewer"] },
  "registry:write": { scope: "write", roles: ["owner", "admin", "editor"] },
  "run:read": { scope: "read", roles: ["owner", "admin", "editor", "approver", "viewer"] },
  "run:start": { scope: "runs:start", roles: ["owner", "admin", "editor"] },
  "run:approve": { scope: "runs:approve", roles: ["owner", "admin", "approver"] },
  "conflict:resolve": { scope: "write", roles: ["owner", "admin", "editor", "approver"] },
  "issue:handle": { scope: "write", roles: ["owner", "admin", "editor", "approver"] },
  "row:restore": { scope: "runs:start", roles: ["owner", "admin", "editor"] },
  "schema:read": { scope: "read", roles: ["owner", "admin", "editor", "approver", "viewer"] },
  "schema:write": { scope: "write", roles: ["owner", "admin", "editor"] },
  "schema:publish": { scope: "write", roles: ["owner", "admin"] },
  "audit:read": { scope: "audit:read", roles: ["owner", "admin", "editor", "approver", "viewer"] },
  "api-key:read": { scope: "admin", roles: ["owner", "admin"] },
  "api-key:write": { scope: "admin", roles: ["owner", "admin"] },
  "notification:read": { scope: "admin", roles: ["owner", "admin"] },
  "notification:write": { scope: "admin", roles: ["owner", "admin"] },
  "sign-in:read": { scope: "admin", roles: ["owner", "admin"] },
  "sign-in:write": { scope: "admin", roles: ["owner", "admin"], isFreshOnly: true },
  // A provider says who somebody is, an owner too.
  "identity-provider:write": { scope: "admin", roles: ["owner"], isFreshOnly: true },
} as const satisfies Record<string, { scope: Scope; roles: readonly Role[]; isFreshOnly?: true }>;

export type Permission = keyof typeof PERMISSIONS;

/** The scope that an API key needs. */
export const scopeFor = (permission: Permission): Scope => PERMISSIONS[permission].scope;

/** The roles that have a permission. */
export const rolesFor = (permission: Permission): readonly Role[] => PERMISSIONS[permission].roles;

/** Whether it takes a person who has just signed in. */
export const isFreshOnly = (permission: Permission): boolean => "isFreshOnly" in PERMISSIONS[permission];

/** All scopes a role's permissions need: what a person in the browser has. */
export function scopesOf(role: Role): Set<Scope> {
  return new Set(
    Object.values(PERMISSIONS)
      .filter((permission) => (permission.roles as readonly Role[]).includes(role))
      .map((permission) => permission.scope),
  );
}

/** Whether the caller's role and scopes both allow it, now. */
export const hasPermission = (caller: Caller, permission: Permission): boolean =>
  isGranted(caller, permission) && !(caller.isClosing && changes(permission));

const isGranted = (caller: Caller, permission: Permission): boolean =>
  isOfRole(caller, permission) && caller.scopes.has(scopeFor(permission));

/** A service key has no role, so none is in its way. */
const isOfRole = ({ role }: Caller, permission: Permission): boolean =>
  role === null || rolesFor(permission).includes(role);

/** Of an organization that is being deleted nothing changes but that. */
const changes = (permission: Permission): boolean =>
  !permission.endsWith(":read") && permission !== "organization:delete";

/**
 * Throws AppError `forbidden` unless the caller's role and scopes both allow it, and he has just signed in where that is
 * wanted; `stale` for a change within an organization that is being deleted.
 */
export function authorize(caller: Caller, permission: Permission, now = new Date()): void {
  if (isGranted(caller, permission)) {
    if (caller.isClosing && changes(permission)) throw closing();
    if (isFreshOnly(permission)) requireFreshSignIn(caller, now);
    return;
  }
  const { scope, roles } = PERMISSIONS[permission];
  throw new AppError("forbidden", `This needs the permission ${permission}.`, {
    // Whoever asks in the browser has every scope of his role, so only a key can lack one alone.
    remedy: isOfRole(caller, permission)
      ? `The key lacks the scope ${scope}: an owner or admin makes one that has it, under Settings.`
      : `Ask an owner for one of the roles ${roles.join(", ")}.`,
  });
}

const closing = (): AppError =>
  new AppError("stale", "This organization is being deleted, so nothing in it changes any more.", {
    remedy: "An owner can keep it, under Settings.",
  });
