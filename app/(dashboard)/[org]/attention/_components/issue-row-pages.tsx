"use client";

import type { Page } from "@/components/live/fetch-view";
import { useOlder } from "@/components/live/use-older";
import { LoadMore } from "@/components/ui/load-more";
import type { IssueRowView } from "@/lib/services/issues/list-issue-rows";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { IssueRows } from "../../registries/[registry]/issues/_components/issue-rows";

interface Props {
  readonly registry: RegistryView;
  readonly cause: { readonly side: string; readonly field: string; readonly reason: string };
  readonly initial: Page<IssueRowView>;
}

/** The rows of one cause, a page at a time. */
export function IssueRowPages({ registry, cause, initial }: Props) {
  const query = new URLSearchParams(cause);
  const path = `/registries/${registry.id}/issues/rows?${query}`;
  const more = useOlder<IssueRowView>(path, initial.nextCursor);
  return (
    <div>
      <IssueRows registry={registry} rows={[...initial.data, ...more.data]} field={cause.field || null} />
      <LoadMore list={more} word="Load more rows" />
    </div>
  );
}
