"use client";

import { ListChecks } from "lucide-react";
import { useRouter } from "next/navigation";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { recheckAll } from "../actions";

/** Holds every row against the rules again, changed or not. */
export function RecheckButton({ registryId }: { readonly registryId: string }) {
  const org = useOrganization();
  const router = useRouter();
  return (
    <ActionButton
      icon={<ListChecks size={14} aria-hidden />}
      action={() => recheckAll(org, registryId)}
      label="Check every row again"
      onDone={() => router.refresh()}
    />
  );
}
