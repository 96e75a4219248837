"use client";

import { Pause, Play, StepForward } from "lucide-react";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { pause, resume, runNow } from "../../../actions";

interface Props {
  readonly registry: RegistryView;
  readonly isUnderWay: boolean;
}

export function RegistryActions({ registry, isUnderWay }: Props) {
  const org = useOrganization();
  const { id, state } = registry;
  if (state === "paused")
    return (
      <ActionButton
        look="primary"
        action={() => resume(org, id)}
        icon={<StepForward size={14} aria-hidden />}
        label="Resume"
      />
    );
  // A draft begins by its own card, where what it will do is said.
  if (state === "draft" && registry.mode !== "shadow") return null;
  const underWay = state === "reconnect-needed" ? "Waiting" : "Running";
  return (
    <span className="flex gap-2">
      <ActionButton action={() => pause(org, id)} icon={<Pause size={14} aria-hidden />} label="Pause" />
      {/* A plan that is held is decided on first; where there is no room, a run changes nothing. */}
      <ActionButton
        look={state === "held" || state === "over-limit" ? "plain" : "primary"}
        action={() => runNow(org, id)}
        icon={<Play size={14} aria-hidden />}
        label={isUnderWay ? underWay : "Run now"}
        isDisabled={isUnderWay}
      />
    </span>
  );
}
