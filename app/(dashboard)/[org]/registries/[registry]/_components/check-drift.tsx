"use client";

import { ScanSearch } from "lucide-react";
import type { Page } from "@/components/live/fetch-view";
import { useOrganization } from "@/components/live/organization";
import { useLiveRuns } from "@/components/live/use-live";
import { useRefreshOn } from "@/components/live/use-refresh-on";
import { ActionButton } from "@/components/ui/action-button";
import { isUnderWay } from "@/lib/format/run-word";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { checkDrift } from "../actions";

interface Props {
  readonly registry: RegistryView;
  readonly runs: Page<RunView>;
}

/** Asks for a drift check, says that one goes on, and has the page tell what it found. */
export function CheckDrift({ registry, runs }: Props) {
  const org = useOrganization();
  const { data: newest } = useLiveRuns(registry.id, runs);
  const checks = newest.data.filter(({ kind }) => kind === "drift-check");
  const isChecking = checks.some(({ status }) => isUnderWay(status));
  useRefreshOn(checks.find(({ status }) => status === "done")?.id ?? "");
  return (
    <ActionButton
      action={() => checkDrift(org, registry.id)}
      icon={<ScanSearch size={14} aria-hidden />}
      label={isChecking ? "Checking" : "Check now"}
      isDisabled={isChecking || registry.state === "paused"}
    />
  );
}
