import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { queryOf, readAddress } from "@/lib/http/read-address";
import { nameActors } from "@/lib/services/people/name-actors";
import { listRegistries } from "@/lib/services/registries/browse-registries";
import { activityFilter, listActivity } from "@/lib/services/runs/list-activity";
import { found } from "../_session/answer";
import { ActivityFilters } from "./_components/activity-filters";
import { ActivityHead } from "./_components/activity-head";
import { ActivityTable } from "./_components/activity-table";

export const metadata = { title: "Activity" };

interface Props {
  readonly params: Promise<{ readonly org: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function ActivityPage({ params, searchParams }: Props) {
  const { org } = await params;
  const address = await searchParams;
  const { filter, runs, registries, names } = await found(org, async (caller) => {
    const asked = readAddress(activityFilter, address);
    const page = await listActivity(caller, asked, null);
    return {
      filter: asked,
      runs: page,
      registries: await listRegistries(caller),
      names: await nameActors(
        caller,
        page.data.map(({ trigger }) => trigger.ref),
      ),
    };
  });
  const query = queryOf(filter);
  return (
    <>
      <ActivityHead org={org} seesPeople={hasPermission(await requestCaller(org), "audit:read")} />
      <ActivityFilters filter={filter} registries={registries} />
      <ActivityTable key={query} initial={runs} query={query} registries={registries} names={names} />
    </>
  );
}
