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
  const isPaused = state === "paused";
  // A draft begins by its own card, where what it will do is said.
  if (state === "draft" && registry.mode !== "shadow") return null;
  const underWay = state === "reconnect-needed" ? "Waiting" : "Running";
  return (
    <span className="flex gap-2">
      {/* One button, so that it keeps the focus when it becomes the other. */}
      <ActionButton
        look={isPaused ? "primary" : "plain"}
        action={() => (isPaused ? resume(org, id) : pause(org, id))}
        icon={isPaused ? <StepForward size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
        label={isPaused ? "Resume" : "Pause"}
      />
      {/* A plan that is held is decided on first; where there is no room, a run changes nothing. */}
      {!isPaused && (
        <ActionButton
          look={state === "held" || state === "over-limit" ? "plain" : "primary"}
          action={() => runNow(org, id)}
          icon={<Play size={14} aria-hidden />}
          label={isUnderWay ? underWay : "Run now"}
          isDisabled={isUnderWay}
        />
      )}
    </span>
  );
}
