"use client";

import { History } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import type { Page } from "@/components/live/fetch-view";
import { useOrganization } from "@/components/live/organization";
import { useLiveActivity } from "@/components/live/use-live";
import { useOlder } from "@/components/live/use-older";
import { DataTable } from "@/components/ui/data-table";
import { Empty } from "@/components/ui/empty";
import { LoadMore } from "@/components/ui/load-more";
import { counted } from "@/lib/format/count";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { ActivityView } from "@/lib/services/runs/list-activity";
import { activityColumns } from "./activity-columns";

interface Props {
  readonly initial: Page<ActivityView>;
  readonly query: string;
  readonly registries: readonly RegistryView[];
  readonly names: ActorNames;
}

/** Runs of all registries, the newest first, as they go on. */
export function ActivityTable({ initial, query, registries, names }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const { data: newest } = useLiveActivity(query, initial);
  const older = useOlder<ActivityView>(`/activity?${query}`, initial.nextCursor);
  const columns = useMemo(() => activityColumns(org, registries, names), [org, registries, names]);
  const rows = newestOf([...newest.data, ...initial.data, ...older.data]);
  const reads = registries.reduce((sum, registry) => sum + registry.rows, 0);
  return (
    <DataTable
      label="Runs of all registries"
      columns={columns}
      rows={rows}
      rowId={({ id }) => id}
      open={({ id }) => router.push(`/${org}/runs/${id}`)}
      empty={
        registries.length === 0 ? (
          <Empty icon={History} title="No runs yet">
            There is no registry, so nothing was read or written anywhere.
          </Empty>
        ) : (
          <Empty icon={History} title="No run fits">
            {counted(reads, "row")} in {counted(registries.length, "registry is", "registries are")} watched.
            Show runs without changes to see those that found every row as it should be.
          </Empty>
        )
      }
      foot={older.hasMore && <LoadMore list={older} word="Load older runs" />}
    />
  );
}

/** Each run once, as it was told first; ids are in the order of time. */
function newestOf(runs: readonly ActivityView[]): ActivityView[] {
  const byId = new Map<string, ActivityView>();
  for (const run of runs) if (!byId.has(run.id)) byId.set(run.id, run);
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
}
