"use client";

import { Pause, StepForward } from "lucide-react";
import { useRouter } from "next/navigation";
import { useOrganization } from "@/components/live/organization";
import { useLiveRegistry } from "@/components/live/use-live";
import { ActionButton } from "@/components/ui/action-button";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { pause, resume } from "../../../../actions";
import { Section } from "./section";

/** Stops and starts syncing; nothing that people do meanwhile is lost. */
export function PauseSetting({ registry: initial }: { readonly registry: RegistryView }) {
  const org = useOrganization();
  const router = useRouter();
  const { data: registry } = useLiveRegistry(initial);
  const isPaused = registry.state === "paused";
  return (
    <Section
      title={isPaused ? "Paused" : "Pause"}
      meaning={
        isPaused
          ? "No run begins by itself or on demand. What changes meanwhile is synced on resuming."
          : "While it is paused no run begins. What people change meanwhile is kept, and synced on resuming."
      }
    >
      <div className="py-3">
        {isPaused ? (
          <ActionButton
            action={() => resume(org, registry.id)}
            icon={<StepForward size={14} aria-hidden />}
            label="Resume syncing"
            onDone={router.refresh}
          />
        ) : (
          <ActionButton
            action={() => pause(org, registry.id)}
            icon={<Pause size={14} aria-hidden />}
            label="Pause syncing"
            onDone={router.refresh}
          />
        )}
      </div>
    </Section>
  );
}
