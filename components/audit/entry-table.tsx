"use client";

import { ScrollText } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { outcomeOfEntry } from "@/lib/format/action-word";
import type { EntryView } from "@/lib/services/audit/entry-view";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { Page } from "../live/fetch-view";
import { useOrganization } from "../live/organization";
import { useOlder } from "../live/use-older";
import { DataTable } from "../ui/data-table";
import { Empty } from "../ui/empty";
import { LoadMore } from "../ui/load-more";
import { Sheet } from "../ui/sheet";
import { entryColumns } from "./entry-columns";
import { EntryDetail } from "./entry-detail";

interface Props {
  readonly label: string;
  readonly initial: Page<EntryView>;
  /** The filter as a query of the API, without its cursor. */
  readonly query: string;
  readonly registries: readonly RegistryView[];
  /** Why there is nothing, with what is known. */
  readonly empty: { readonly title: string; readonly says: ReactNode };
}

/** Entries of the audit log, the newest first; a press on one opens what it says and what proves it. */
export function EntryTable({ label, initial, query, registries, empty }: Props) {
  const org = useOrganization();
  const older = useOlder<EntryView>(`/audit${query && `?${query}`}`, initial.nextCursor);
  const [open, setOpen] = useState<EntryView | null>(null);
  const columns = useMemo(() => entryColumns(org, registries), [org, registries]);
  return (
    <>
      <DataTable
        label={label}
        columns={columns}
        rows={[...initial.data, ...older.data]}
        rowId={({ seq }) => String(seq)}
        open={setOpen}
        empty={
          <Empty icon={ScrollText} title={empty.title}>
            {empty.says}
          </Empty>
        }
        foot={older.hasMore && <LoadMore list={older} word="Load older entries" />}
      />
      <Sheet
        isOpen={open !== null}
        close={() => setOpen(null)}
        title={open ? `Entry ${open.seq}: ${outcomeOfEntry(open.outcome).toLowerCase()}` : ""}
      >
        {open && <EntryDetail entry={open} registries={registries} />}
      </Sheet>
    </>
  );
}
