"use client";

import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { isUnderWay } from "@/lib/format/run-word";
import type { AttentionView } from "@/lib/services/attention/list-attention";
import type { Overview } from "@/lib/services/overview/get-overview";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { ActivityView } from "@/lib/services/runs/list-activity";
import type { RunView } from "@/lib/services/runs/run-view";
import { fetchView, type Page } from "./fetch-view";
import { useOrganization } from "./organization";

const BUSY_MS = 1_000;
const CALM_MS = 10_000;

const isBusy = (registry: Pick<RegistryView, "state">): boolean =>
  registry.state === "syncing" || registry.state === "first-sync";

interface Live<T> {
  readonly path: string;
  readonly initial: T;
  readonly isBusy: (view: T) => boolean;
}

/** A view that is asked for again every second while something moves in it, every ten seconds else. */
function useLive<T>({ path, initial, isBusy: moves }: Live<T>): UseQueryResult<T> & { readonly data: T } {
  const organization = useOrganization();
  return useQuery<T>({
    queryKey: [organization, path],
    queryFn: ({ signal }) => fetchView<T>(organization, path, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (moves(state.data ?? initial) ? BUSY_MS : CALM_MS),
  }) as UseQueryResult<T> & { readonly data: T };
}

export const useLiveOverview = (initial: Overview) =>
  useLive({ path: "/overview", initial, isBusy: ({ registries }) => registries.some(isBusy) });

export const useLiveRegistry = (initial: RegistryView) =>
  useLive({ path: `/registries/${initial.id}`, initial, isBusy });

export const useLiveRuns = (registryId: string, initial: Page<RunView>) =>
  useLive({
    path: `/registries/${registryId}/runs`,
    initial,
    isBusy: (page) => page.data.some((run) => isUnderWay(run.status)),
  });

/** How much waits for a person in the whole organization. */
export const useLiveAttention = (count: number) =>
  useLive({ path: "/attention/count", initial: { count }, isBusy: () => false });

/** What waits for a person, by cause, as far as it fits a query of the API; the page's own newer answer counts at once. */
export function useLiveAttentionList(query: string, initial: AttentionView) {
  const organization = useOrganization();
  const queries = useQueryClient();
  const path = `/attention?${query}`;
  useEffect(() => {
    queries.setQueryData([organization, path], initial);
    queries.setQueryData([organization, "/attention/count"], { count: initial.count });
  }, [queries, organization, path, initial]);
  return useLive({ path, initial, isBusy: () => false });
}

/** Runs of all registries that fit a query of the API. */
export const useLiveActivity = (query: string, initial: Page<ActivityView>) =>
  useLive({
    path: `/activity?${query}`,
    initial,
    isBusy: (page) => page.data.some((run) => isUnderWay(run.status)),
  });

export const useLiveRun = (initial: RunView) =>
  useLive({ path: `/runs/${initial.id}`, initial, isBusy: (run) => isUnderWay(run.status) });
