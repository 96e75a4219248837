"use client";

import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { keep } from "../settings/general/actions";

/** Takes back that the organization is to be deleted. */
export function KeepButton() {
  const org = useOrganization();
  return <ActionButton action={() => keep(org)} look="primary" label="Keep it" />;
}
