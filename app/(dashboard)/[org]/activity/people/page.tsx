import { EntryTable } from "@/components/audit/entry-table";
import { queryOf, readAddress } from "@/lib/http/read-address";
import { auditFilter } from "@/lib/services/audit/audit-filter";
import { listEntries } from "@/lib/services/audit/list-entries";
import { listRegistries } from "@/lib/services/registries/browse-registries";
import { found } from "../../_session/answer";
import { ActivityHead } from "../_components/activity-head";

export const metadata = { title: "What people did" };

/** Settings, decisions, members, keys: what people and their API keys did, the rows of their runs aside. */
export default async function PeoplePage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const filter = readAddress(auditFilter, { by: "people" });
  const [entries, registries] = await found(org, (caller) =>
    Promise.all([listEntries(caller, filter, null), listRegistries(caller)]),
  );
  return (
    <>
      <ActivityHead org={org} seesPeople />
      <EntryTable
        label="What people did"
        initial={entries}
        query={queryOf(filter)}
        registries={registries}
        empty={{
          title: "Nobody has done anything yet",
          says: "The log holds no act of a person or an API key.",
        }}
      />
    </>
  );
}
