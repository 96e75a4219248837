"use client";

import type { ReactNode } from "react";
import type { Page } from "@/components/live/fetch-view";
import { useOrganization } from "@/components/live/organization";
import { useLiveRegistry, useLiveRuns } from "@/components/live/use-live";
import { useRefreshOn } from "@/components/live/use-refresh-on";
import { RunProgressOnNeed } from "@/components/run-progress-on-need";
import { Chip } from "@/components/ui/chip";
import { Crumbs } from "@/components/ui/crumbs";
import { Moment } from "@/components/ui/moment";
import { isScheduled, standingWord } from "@/lib/format/registry-state";
import { isUnderWay, waitsForAccess } from "@/lib/format/run-word";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { MuteMenu } from "./mute-menu";
import { RegistryActions } from "./registry-actions";
import { StateNotice } from "./state-notice";

interface Props {
  readonly initial: RegistryView;
  readonly runs: Page<RunView>;
  readonly mutedUntil: string | null;
  /** Rows that the last drift check found different, where no run has written since; as of the page. */
  readonly drifted: number;
  /** As of the page, which is asked for again after each run. */
  readonly sides: ReactNode;
}

/** The registry's state, its sides and what moves now; kept live over all tabs. */
export function RegistryHead({ initial, runs, mutedUntil, drifted, sides }: Props) {
  const org = useOrganization();
  const { data: registry } = useLiveRegistry(initial);
  const newest = useLiveRuns(initial.id, runs).data.data;
  const underWay =
    newest.find((run) => run.status === "running") ?? newest.find((run) => isUnderWay(run.status));
  const held = newest.find((run) => run.status === "held");
  const read = newest.find((run) => run.planHash !== null);
  const isInShadow = registry.mode === "shadow";
  const lastLook = isInShadow ? (read?.finishedAt ?? null) : registry.lastRunAt;
  const isWaiting = underWay !== undefined && waitsForAccess(underWay);
  const { word, tone, meaning } = standingWord(registry.state, drifted);
  // The newest one tells of runs that were over before anybody saw them under way.
  useRefreshOn(`${registry.state} ${registry.lastRunId} ${underWay?.id} ${newest[0]?.id}`);
  return (
    <>
      <Crumbs trail={[{ word: "Registries", href: `/${org}` }, { word: registry.name }]} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2.5">
        <h1 className="text-[1.375rem] leading-8 font-semibold">{registry.name}</h1>
        <Chip tone={tone} word={word} title={meaning} />
        <div className="ml-auto flex gap-2 max-sm:ml-0 max-sm:w-full">
          <MuteMenu registryId={registry.id} mutedUntil={mutedUntil} />
          <RegistryActions registry={registry} isUnderWay={underWay !== undefined} />
        </div>
      </div>
      <p className="mt-1 text-ink-soft max-sm:mt-2.5">
        {registry.stateReason === null && !held ? meaning : null} Last run{" "}
        <Moment at={lastLook} otherwise="never" />
        {registry.nextRunAt && !isWaiting && (isScheduled(registry.state) || isInShadow) && (
          <>
            , next <Moment at={registry.nextRunAt} isDue />
          </>
        )}
        .
      </p>
      <div className="mt-4 space-y-4">
        {!underWay && (
          <StateNotice org={org} registry={registry} held={held ?? null} newest={newest[0] ?? null} />
        )}
        {underWay && (
          <RunProgressOnNeed initial={underWay} sides={registry.sides} href={`/${org}/runs/${underWay.id}`} />
        )}
        {sides}
      </div>
    </>
  );
}
