import { EntryTable } from "@/components/audit/entry-table";
import { PageHeader } from "@/components/ui/page-header";
import { counted, formatCount } from "@/lib/format/count";
import { queryOf, readAddress } from "@/lib/http/read-address";
import { type AuditFilter, auditFilter } from "@/lib/services/audit/audit-filter";
import { getCheckpoint } from "@/lib/services/audit/checkpoint";
import { listEntries } from "@/lib/services/audit/list-entries";
import { listMembers } from "@/lib/services/members/list-members";
import { listRegistries } from "@/lib/services/registries/browse-registries";
import { found } from "../_session/answer";
import { AuditSearch } from "./_components/audit-search";
import { ExportPanel } from "./_components/export-panel";

export const metadata = { title: "Audit" };

interface Props {
  readonly params: Promise<{ readonly org: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function AuditPage({ params, searchParams }: Props) {
  const { org } = await params;
  const address = await searchParams;
  const { filter, entries, checkpoint, registries, members } = await found(org, async (caller) => {
    const asked = readAddress(auditFilter, address);
    return {
      filter: asked,
      checkpoint: await getCheckpoint(caller),
      entries: await listEntries(caller, asked, null),
      registries: await listRegistries(caller),
      members: await listMembers(caller),
    };
  });
  const query = queryOf(filter);
  return (
    <>
      <PageHeader title="Audit">
        <span className="text-ink-soft">
          {counted(checkpoint.size, "entry", "entries")}, signed up to number{" "}
          {formatCount(checkpoint.size - 1)}
        </span>
      </PageHeader>
      <AuditSearch filter={filter} registries={registries} members={members} />
      <EntryTable
        key={query}
        label="Audit log"
        initial={entries}
        query={query}
        registries={registries}
        empty={emptyOf(filter, checkpoint.size)}
      />
      <ExportPanel org={org} query={query} isFiltered={query !== ""} />
    </>
  );
}

function emptyOf({ key, ...others }: AuditFilter, size: number) {
  const says = `All ${formatCount(size)} entries of the log were looked through.`;
  if (key === null || queryOf(others) !== "")
    return { title: "No entry fits", says: `${says} Take a filter away.` };
  return {
    title: `Nothing was ever entered under the key ${key}`,
    says: `${says} Capitals and spaces at the ends do not matter; the key has to be whole.`,
  };
}
