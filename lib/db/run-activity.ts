import "server-only";
import { firstUuidAt } from "@/lib/ids";
import type { Scoped } from "./control";
import { findRunsByIds, type ListedRun, type RunKind, type RunStatus, type StoredRun } from "./runs";

/** Which runs of all registries are looked for; null: any. */
export interface ActivityFilter {
  /** Uuid. */
  readonly registryId: string | null;
  readonly status: RunStatus | null;
  readonly kind: RunKind | null;
  readonly trigger: StoredRun["trigger"]["type"] | null;
  readonly from: Date | null;
  /** Without it. */
  readonly to: Date | null;
  /** Runs that found nothing to do and met nothing worth telling are left out. */
  readonly loudOnly: boolean;
}

/** The organization's runs that fit, newest first; `before` is the last of the page before. */
export async function listActivity(
  db: Scoped,
  filter: ActivityFilter,
  page: { readonly before: string | null; readonly size: number },
): Promise<ListedRun[]> {
  const { registryId, status, kind, trigger, from, to, loudOnly } = filter;
  // A run's id is the time at which it was asked for.
  const [first, end] = [from && firstUuidAt(from), to && firstUuidAt(to)];
  const rows = await db.$queryRaw<{ id: string }[]>`
    select id from public.run r
     where (${page.before}::uuid is null or id < ${page.before}::uuid)
       and (${registryId}::uuid is null or registry_id = ${registryId}::uuid)
       and (${status}::text is null or status = ${status})
       and (${kind}::text is null or kind = ${kind})
       and (${trigger}::text is null or trigger ->> 'type' = ${trigger})
       and (${first}::uuid is null or id >= ${first}::uuid)
       and (${end}::uuid is null or id < ${end}::uuid)
       and (not ${loudOnly}::boolean or status <> 'done'
            or counts ->> 'create' <> '0' or counts ->> 'update' <> '0' or counts ->> 'delete' <> '0'
            or counts ->> 'conflict' <> '0')
     order by id desc limit ${page.size}`;
  return findRunsByIds(
    db,
    rows.map(({ id }) => id),
  );
}
