"use client";

import type { RegistryView } from "@/lib/services/registries/registry-view";
import { useLiveRegistry } from "./use-live";
import { useRefreshOn } from "./use-refresh-on";

/** Draws nothing; asks for the page's parts again when a run of the registry begins or ends. */
export function RefreshWithRuns({ registry }: { readonly registry: RegistryView }) {
  const { data } = useLiveRegistry(registry);
  useRefreshOn(`${data.state} ${data.lastRunId}`);
  return null;
}
