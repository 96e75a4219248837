"use client";

import type { ReactNode } from "react";
import { useLiveOverview } from "@/components/live/use-live";
import { useRefreshOn } from "@/components/live/use-refresh-on";
import type { Overview } from "@/lib/services/overview/get-overview";
import { OverviewFigures } from "./overview-figures";
import { RegistryList } from "./registry-list";

interface Props {
  readonly initial: Overview;
  /** Stands in place of all of it while there is no registry. */
  readonly whenNone: ReactNode;
}

/** Every registry at a glance, kept live. */
export function Dashboard({ initial, whenNone }: Props) {
  const { data } = useLiveOverview(initial);
  useRefreshOn(data.registries.map(({ lastRunId, state }) => `${lastRunId} ${state}`).join());
  if (data.registries.length === 0) return whenNone;
  return (
    <>
      <OverviewFigures overview={data} />
      <RegistryList standings={data.registries} />
    </>
  );
}
