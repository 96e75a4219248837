import { uuidOf } from "@/lib/ids";
import type { RowClient } from "../row-store";
import { changedFields } from "./held-plan";

/** Who approved a plan, and the roles that may approve plans. */
export interface Approval {
  /** Public id of a person or an API key. */
  readonly ref: string;
  readonly roles: readonly string[];
}

/**
 * Whether an approval counts now: its person, or the person of its key, still has one of the roles, and that role may still
 * decide on every field that the plan changes.
 */
export async function approvalStands(
  client: RowClient,
  {
    runId,
    registryId,
    approval,
  }: { readonly runId: string; readonly registryId: string; readonly approval: Approval },
): Promise<boolean> {
  const role = await roleNow(client, approval.ref);
  if (role === null || !approval.roles.includes(role)) return false;
  const { rows } = await client.query<{ field: string }>(
    `select a.key as field from public.registry r, jsonb_each(r.access) a
      where r.id = $1 and a.value ? 'roles' and not a.value -> 'roles' ? $2`,
    [registryId, role],
  );
  const barred = rows.map(({ field }) => field);
  return (await changedFields(client, runId, barred)).length === 0;
}

/** The role with which a person, or a key, decides now; null = none any more. */
async function roleNow(client: RowClient, ref: string): Promise<string | null> {
  const { rows } = await client.query<{ role: string }>(
    `select m.role from public.member m where m.person_id = $1
     union all
     select m.role from public.api_key k join public.member m on m.person_id = k.person_id
      where k.id = $2 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
        and 'runs:approve' = any(k.scopes)`,
    [uuidOf("per", ref), uuidOf("key", ref)],
  );
  return rows[0]?.role ?? null;
}
