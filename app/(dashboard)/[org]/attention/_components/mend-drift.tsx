"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useDecided } from "@/components/live/last-decision";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { runNow } from "../../actions";

/** Asks for the sync that makes the sides equal; its brakes hold it as they hold any other. */
export function MendDrift({ registry }: { readonly registry: RegistryView }) {
  const org = useOrganization();
  const router = useRouter();
  const decided = useDecided();
  const isBusy = registry.state === "syncing";
  const asked = () => {
    decided({
      said: "A sync that was asked for goes on",
      remedy: "What it writes can be undone on the run's page.",
    });
    router.refresh();
  };
  return (
    <div className="mb-4">
      <ActionButton
        look="primary"
        icon={<RefreshCw size={14} aria-hidden />}
        action={() => runNow(org, registry.id)}
        label={isBusy ? "Syncing" : "Mend by a sync"}
        isDisabled={isBusy || registry.state === "paused"}
        onDone={asked}
      />
    </div>
  );
}
