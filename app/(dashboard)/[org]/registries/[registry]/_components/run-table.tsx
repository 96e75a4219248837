"use client";

import { History } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import type { Page } from "@/components/live/fetch-view";
import { useOrganization } from "@/components/live/organization";
import { useLiveRuns } from "@/components/live/use-live";
import { useOlder } from "@/components/live/use-older";
import { DataTable } from "@/components/ui/data-table";
import { Empty } from "@/components/ui/empty";
import { LoadMore } from "@/components/ui/load-more";
import { counted } from "@/lib/format/count";
import { isQuiet } from "@/lib/format/run-word";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { RestoreToMoment } from "./restore-to-moment";
import { runColumns } from "./run-columns";

interface Props {
  readonly registry: RegistryView;
  readonly initial: Page<RunView>;
  /** Who asked for them. */
  readonly names: ActorNames;
}

/** The registry's runs, newest first; those that changed nothing are hidden unless asked for. */
export function RunTable({ registry, initial, names }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const { data: newest } = useLiveRuns(registry.id, initial);
  const older = useOlder<RunView>(`/registries/${registry.id}/runs`, newest.nextCursor);
  const columns = useMemo(() => runColumns(names), [names]);
  const [isHiding, setHiding] = useState(true);
  const runs = [...newest.data, ...older.data];
  const shown = isHiding ? runs.filter((run) => !isQuiet(run)) : runs;
  if (runs.length === 0)
    return (
      <div className="card">
        <Empty icon={History} title="No runs yet">
          Nothing was written to any side. The first run matches existing rows by key and never deletes.
        </Empty>
      </div>
    );
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1">
        <label className="flex w-fit cursor-pointer items-center gap-2 text-ink-soft">
          <input
            type="checkbox"
            checked={isHiding}
            onChange={(event) => setHiding(event.target.checked)}
            className="size-3.5 accent-[var(--accent)]"
          />
          Hide runs without changes
          {isHiding && shown.length < runs.length && (
            <span className="text-ink-faint">({counted(runs.length - shown.length, "run")} hidden)</span>
          )}
        </label>
        <RestoreToMoment registryId={registry.id} name={registry.name} />
      </div>
      {shown.length === 0 ? (
        <div className="card">
          <Empty isProof icon={History} title="No run changed anything">
            {counted(runs.length, "run")} found every row as it should be.
          </Empty>
        </div>
      ) : (
        <DataTable
          label={`Runs of ${registry.name}`}
          columns={columns}
          rows={shown}
          rowId={({ id }) => id}
          open={({ id }) => router.push(`/${org}/runs/${id}`)}
          empty={null}
        />
      )}
      <LoadMore list={older} word="Load older runs" />
    </>
  );
}
