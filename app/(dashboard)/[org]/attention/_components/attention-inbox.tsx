"use client";

import clsx from "clsx";
import { type ReactNode, useRef } from "react";
import { LastDecision } from "@/components/live/last-decision";
import { useLiveAttentionList } from "@/components/live/use-live";
import { useRefreshOn } from "@/components/live/use-refresh-on";
import type { AttentionFilter, AttentionView } from "@/lib/services/attention/list-attention";
import { AttentionEmpty } from "./attention-empty";
import { AttentionFilters } from "./attention-filters";
import { AttentionList } from "./attention-list";
import { InboxKeys } from "./inbox-keys";
import { PickHint } from "./pick-hint";

interface Props {
  readonly initial: AttentionView;
  readonly filter: AttentionFilter;
  /** The same as a query. */
  readonly query: string;
  /** The id of the group that is open. */
  readonly open: string | null;
  /** What is open. */
  readonly children: ReactNode;
}

/** What waits for a person: causes on the left, and what is open, decided in place, beside them; on a phone in their place. */
export function AttentionInbox({ initial, filter, query, open, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const { data } = useLiveAttentionList(query, initial);
  const { groups, count, proof, hasMore } = data;
  useRefreshOn(groups.map(({ id, count: behind }) => `${id} ${behind}`).join(" "));
  const isQuiet = count === 0 && groups.length === 0;
  if (isQuiet && open === null) return <AttentionEmpty proof={proof} />;
  return (
    <LastDecision>
      <div ref={box} className="lg:grid lg:grid-cols-[16.5rem_minmax(0,1fr)] lg:items-start lg:gap-5">
        <InboxKeys box={box} />
        <div
          className={clsx(
            "min-w-0 lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto lg:-m-0.5 lg:p-0.5",
            open !== null && "max-lg:hidden",
          )}
        >
          <AttentionFilters filter={filter} groups={groups} />
          <AttentionList groups={groups} query={query} open={open} />
          {groups.length === 0 && (
            <p className="card px-4 py-6 text-center text-ink-soft">
              {count === 0 ? "Nothing waits any more." : "Nothing that waits fits this filter."}
            </p>
          )}
          {hasMore && (
            <p className="mt-2 text-ink-soft">
              There are more: choose one registry to come to all of its own.
            </p>
          )}
        </div>
        <div data-attention-item className={clsx("min-w-0", open === null && "max-lg:hidden")}>
          {open === null ? <PickHint /> : children}
        </div>
      </div>
    </LastDecision>
  );
}
