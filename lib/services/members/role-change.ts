import type { Role } from "@/lib/auth/role";

export interface RoleChange {
  /** Who asks; null = a service key, which has no person's role. */
  readonly by: Role | null;
  /** What the member is now. */
  readonly from: Role;
  /** What the member is to be; null = no member any more. */
  readonly to: Role | null;
  /** Owners now, the member included. */
  readonly owners: number;
  /** The member is the only owner who may come in by any way while a provider is required. */
  readonly isLastBreakGlass: boolean;
  /** The one who asks is the member. */
  readonly isSelf: boolean;
}

export type RoleVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: "owners-only" | "last-owner" | "last-break-glass" };

/**
 * Whether a membership may change so: only owners make and unmake owners, and an organization never loses its last one,
 * nor the last who comes in if its identity provider is down. Everybody may leave.
 */
export function judgeRoleChange({ by, from, to, owners, isLastBreakGlass, isSelf }: RoleChange): RoleVerdict {
  const concernsOwners = from === "owner" || to === "owner";
  const isLeaving = isSelf && to === null;
  if (concernsOwners && by !== "owner" && !isLeaving) return { ok: false, why: "owners-only" };
  if (from === "owner" && to !== "owner" && owners <= 1) return { ok: false, why: "last-owner" };
  if (isLastBreakGlass && to !== "owner") return { ok: false, why: "last-break-glass" };
  return { ok: true };
}
