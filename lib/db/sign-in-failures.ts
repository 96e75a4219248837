import "server-only";
import { resolver, type Scoped } from "./control";

export interface CountedFailures {
  readonly minute: Date;
  readonly way: string;
  readonly reason: string;
  readonly count: number;
}

/** Counts one failed sign-in in its minute: whoever fails a thousand times makes one row. */
export async function countFailure(
  db: Scoped,
  organizationId: string,
  { way, reason, at }: { readonly way: string; readonly reason: string; readonly at: Date },
): Promise<void> {
  await db.$executeRaw`
    insert into sign_in_failure as f values
      (${organizationId}::uuid, date_trunc('minute', ${at}::timestamptz), ${way}, ${reason}, 1)
    on conflict (organization_id, minute, way, reason) do update set count = f.count + 1`;
}

/** Takes away what was counted in minutes that are over. */
export const takeFailures = (db: Scoped, before: Date): Promise<CountedFailures[]> => db.$queryRaw<
  CountedFailures[]
>`
  with taken as (delete from sign_in_failure where minute < ${before} returning minute, way, reason, count)
  select minute, way, reason, count from taken order by minute, way, reason`;

export async function organizationsWithFailures(before: Date, limit: number): Promise<string[]> {
  const rows = await resolver().$queryRaw<{ organizationId: string }[]>`
    select organization_id as "organizationId" from resolve.organizations_with_failures(${before}, ${limit}::int)`;
  return rows.map(({ organizationId }) => organizationId);
}
