"use client";

import { useQuery } from "@tanstack/react-query";
import { ChangeDiff } from "@/components/change-diff";
import { askView } from "@/components/live/ask-view";
import type { Page } from "@/components/live/fetch-view";
import { useOrganization } from "@/components/live/organization";
import { useOlder } from "@/components/live/use-older";
import { LoadMore } from "@/components/ui/load-more";
import { Refusal } from "@/components/ui/refusal";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { ChangeView } from "@/lib/services/runs/browse-runs";
import type { RunView } from "@/lib/services/runs/run-view";

export type Op = ChangeView["op"];

interface Props {
  readonly run: RunView;
  readonly registry: RegistryView;
  readonly side: string;
  readonly op: Op;
}

/** The rows behind one of a side's numbers, cell by cell. */
export function SideChanges({ run, registry, side, op }: Props) {
  const org = useOrganization();
  const path = `/runs/${run.id}/changes?${new URLSearchParams({ side, op })}`;
  const { data } = useQuery({
    queryKey: [org, path],
    queryFn: ({ signal }) => askView<Page<ChangeView>>(org, path, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <div aria-live="polite" className="mt-3 border-t pt-1">
      {!data && <p className="py-2 text-ink-soft">Loading the rows…</p>}
      {data?.refusal && <Refusal refusal={data.refusal} />}
      {data?.view && <Changes first={data.view} path={path} registry={registry} />}
    </div>
  );
}

interface ChangesProps {
  readonly first: Page<ChangeView>;
  readonly path: string;
  readonly registry: RegistryView;
}

function Changes({ first, path, registry }: ChangesProps) {
  const more = useOlder<ChangeView>(path, first.nextCursor);
  return (
    <>
      <ul className="max-h-112 divide-y divide-line overflow-y-auto">
        {[...first.data, ...more.data].map((change) => (
          <li key={`${change.rowId} ${change.side} ${change.op}`} className="py-2">
            <ChangeDiff change={change} registry={registry} />
          </li>
        ))}
      </ul>
      <LoadMore list={more} word="Load more rows" />
    </>
  );
}
