"use client";

import type { ConflictView } from "@/lib/services/conflicts/conflict-view";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { Page } from "../live/fetch-view";
import { useOlder } from "../live/use-older";
import { LoadMore } from "../ui/load-more";
import type { ConflictActions } from "./conflict-actions";
import { ConflictQueue } from "./conflict-queue";

interface Props {
  readonly registry: RegistryView;
  readonly open: Page<ConflictView>;
  /** Only those of this one; null = all. */
  readonly field: string | null;
  readonly names: ActorNames;
  readonly actions: ConflictActions;
}

/** The conflicts that are not settled, a page at a time. */
export function OpenConflicts({ registry, open, field, names, actions }: Props) {
  const query = new URLSearchParams({ state: "open", ...(field === null ? {} : { field }) });
  const more = useOlder<ConflictView>(`/registries/${registry.id}/conflicts?${query}`, open.nextCursor);
  const waiting = [...open.data, ...more.data];
  if (waiting.length === 0) return null;
  return (
    <div>
      <ConflictQueue registry={registry} conflicts={waiting} names={names} actions={actions} />
      <LoadMore list={more} word="Load more conflicts" />
    </div>
  );
}
