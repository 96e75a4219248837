import type { Scene } from "./scene";

/** Each query answers the lines of what must not be in our own database when all is quiet. */
const MUST_BE_EMPTY: Readonly<Record<string, string>> = {
  "a run is not over": `
    select id || ' is ' || status as line from public.run
     where status not in ('done', 'done-with-issues', 'failed', 'stopped', 'held')`,
  "a run failed without a reason":
    "select id::text as line from public.run where status = 'failed' and error is null",
  "a registry is still leased": "select id::text as line from public.registry where lease_run_id is not null",
  "a registry is not up to date": `
    select state || ': ' || coalesce(state_reason, '') as line from public.registry where state <> 'up-to-date'`,
  "something is still staged": "select run_id || ' ' || count(*) as line from rows.obs group by run_id",
  "a plan is of a run that is not over": `
    select p.run_id || ' ' || p.key as line from rows.plan p join public.run r on r.id = p.run_id
     where r.status in ('queued', 'running')`,
  "a row is linked other than once to each side": `
    select b.key || ' ' || count(l.side_id) as line from rows.base b left join rows.link l on l.row_id = b.row_id
     group by b.key having count(l.side_id) <> 3 or count(distinct l.side_id) <> 3`,
  "a link has no row": `
    select l.locator as line from rows.link l where not exists (select from rows.base b where b.row_id = l.row_id)`,
  "a link is still pending": "select side_id || ' ' || locator as line from rows.link where pending",
  "an issue is open": "select subject || ' ' || reason as line from rows.issue where open",
  "the last run did not verify every row": `
    select counts::text as line from public.run
     where id = (select id from public.run order by id desc limit 1)
       and (counts->>'verified' is distinct from counts->>'rows' or status <> 'done')`,
};

const IDLE = `
  select state || ': ' || left(query, 60) as line from pg_stat_activity
   where datname = current_database() and state like 'idle in transaction%'`;

/** What is wrong in our own database, and with its links to the sides. `rows`: how many there must be. */
export async function storeProblems(scene: Scene, rows: number): Promise<string[]> {
  const { databases } = scene;
  const problems: string[] = [];
  for (const [words, query] of Object.entries({ ...MUST_BE_EMPTY, "a transaction is left open": IDLE }))
    for (const { line } of (await databases.ours<{ line: string }>(query)).slice(0, 5))
      problems.push(`${words}: ${line}`);
  const [base] = await databases.ours<{ count: number }>("select count(*)::int as count from rows.base");
  if (base?.count !== rows) problems.push(`the base has ${base?.count} rows, not ${rows}`);
  return [...problems, ...(await strayLinks(scene))];
}

/** Links of Notion that name no page of the data source, and pages that no link names. */
async function strayLinks({ databases, companies, providers }: Scene): Promise<string[]> {
  const { rows } = providers.control<{ rows: { pageId: string }[] }>("notion", "rows", {
    dataSourceId: companies.notion.dataSourceId,
    limit: 10_000,
  });
  const linked = await databases.ours<{ locator: string }>(
    `select l.locator from rows.link l join public.side s on s.id = l.side_id
       join public.connection c on c.id = s.connection_id where c.kind = 'notion'`,
  );
  const plain = (id: string) => id.replaceAll("-", "");
  const pages = new Set(rows.map(({ pageId }) => plain(pageId)));
  const links = new Set(linked.map(({ locator }) => plain(locator)));
  return [
    ...[...links]
      .filter((id) => !pages.has(id))
      .map((id) => `a link names the Notion page ${id}, which is not there`),
    ...[...pages].filter((id) => !links.has(id)).map((id) => `no link names the Notion page ${id}`),
  ];
}
