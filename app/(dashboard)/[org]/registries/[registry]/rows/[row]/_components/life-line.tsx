"use client";

import type { Page } from "@/components/live/fetch-view";
import { useOlder } from "@/components/live/use-older";
import { LoadMore } from "@/components/ui/load-more";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RowDetailView } from "@/lib/services/rows/get-row";
import type { LifeEventView } from "@/lib/services/rows/life-event-view";
import { LifeEvent } from "./life-event";

interface Props {
  readonly row: RowDetailView;
  readonly registry: RegistryView;
  readonly initial: Page<LifeEventView>;
  readonly names: ActorNames;
}

/** Everything that happened to the row over all its sides, the newest first. */
export function LifeLine({ row, registry, initial, names }: Props) {
  const older = useOlder<LifeEventView>(`/rows/${row.id}/history`, initial.nextCursor);
  return (
    <section aria-labelledby="life" className="mt-7">
      <h2 id="life" className="mb-3 text-[0.9375rem] font-semibold">
        Life line
      </h2>
      <ol className="card divide-y divide-line">
        {[...initial.data, ...older.data].map((event) => (
          <li key={`${event.kind} ${event.id}`} className="px-4 py-3">
            <LifeEvent event={event} row={row} sides={registry.sides} names={names} />
          </li>
        ))}
      </ol>
      <LoadMore list={older} word="Load what was before" />
    </section>
  );
}
