"use client";

import type { ConflictActions } from "@/components/conflict/conflict-actions";
import { OpenConflicts } from "@/components/conflict/open-conflicts";
import { SettledConflicts } from "@/components/conflict/settled-conflicts";
import type { Page } from "@/components/live/fetch-view";
import { useOlder } from "@/components/live/use-older";
import { LoadMore } from "@/components/ui/load-more";
import type { ConflictView } from "@/lib/services/conflicts/conflict-view";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { RegistryView } from "@/lib/services/registries/registry-view";

interface Props {
  readonly registry: RegistryView;
  readonly open: Page<ConflictView>;
  readonly settled: Page<ConflictView>;
  readonly names: ActorNames;
  readonly actions: ConflictActions;
}

/** The conflicts that wait, then those that are settled, each a page at a time. */
export function ConflictPages({ registry, open, settled, names, actions }: Props) {
  const path = `/registries/${registry.id}/conflicts`;
  const moreSettled = useOlder<ConflictView>(`${path}?state=resolved`, settled.nextCursor);
  const over = [...settled.data, ...moreSettled.data];
  return (
    <>
      <OpenConflicts registry={registry} open={open} field={null} names={names} actions={actions} />
      {over.length > 0 && (
        <section aria-labelledby="settled">
          <h2 id="settled" className="mb-3 text-[0.9375rem] font-semibold">
            Settled
          </h2>
          <SettledConflicts registry={registry} conflicts={over} actions={actions} />
          <LoadMore list={moreSettled} word="Load older conflicts" />
        </section>
      )}
    </>
  );
}
