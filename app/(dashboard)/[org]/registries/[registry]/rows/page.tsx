import { ListChecks, SearchX } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { onlyTexts } from "@/lib/http/sent";
import { listRows } from "@/lib/services/rows/browse-rows";
import { found } from "../../../_session/answer";
import { registryOf } from "../../../_session/registry";
import { RowSearch } from "./_components/row-search";
import { RowTable } from "./_components/row-table";

interface Props {
  readonly params: Promise<{ readonly org: string; readonly registry: string }>;
  readonly searchParams: Promise<{ readonly key?: string; readonly cursor?: string }>;
}

export default async function RowsPage({ params, searchParams }: Props) {
  const { org, registry: id } = await params;
  const { key = "", cursor } = onlyTexts(await searchParams);
  const [registry, rows] = await found(org, (caller) =>
    Promise.all([
      registryOf(org, id),
      listRows(caller, id, { key: key.trim() || null, cursor: cursor ?? null }),
    ]),
  );
  return (
    <>
      <RowSearch keyFields={registry.key} sought={key} />
      <div className="card">
        {rows.data.length > 0 ? (
          <RowTable registry={registry} rows={rows.data} base={`/${org}/registries/${id}/rows`} />
        ) : key ? (
          <Empty icon={SearchX} title={`No row has the key ${key}`}>
            Keys are compared as they stand, capitals and spaces included.
          </Empty>
        ) : (
          <Empty icon={ListChecks} title="No rows yet">
            The first run reads every side and matches their rows by {registry.key.join(" and ")}.
          </Empty>
        )}
      </div>
      {(rows.nextCursor || cursor) && (
        <nav aria-label="Pages of rows" className="mt-4 flex justify-center gap-2">
          {cursor && (
            <Link href="?" className={buttonClass("plain")}>
              First page
            </Link>
          )}
          {rows.nextCursor && (
            <Link href={`?cursor=${encodeURIComponent(rows.nextCursor)}`} className={buttonClass("plain")}>
              Next 50 rows
            </Link>
          )}
        </nav>
      )}
    </>
  );
}
