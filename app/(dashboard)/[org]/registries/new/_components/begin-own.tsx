"use client";

import { Plus } from "lucide-react";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { begin } from "../actions";

/** Begins with nothing chosen: three systems, or two places of one. */
export function BeginOwn() {
  const org = useOrganization();
  return (
    <ActionButton
      label="Start from other places"
      icon={<Plus size={14} aria-hidden />}
      action={() => begin(org, null)}
    />
  );
}
