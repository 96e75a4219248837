"use client";

import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { retryOne } from "../actions";

export function RetryButton({ issueId, name }: { readonly issueId: string; readonly name: string }) {
  const org = useOrganization();
  const router = useRouter();
  return (
    <ActionButton
      look="quiet"
      icon={<RotateCw size={13} aria-hidden />}
      action={() => retryOne(org, issueId)}
      label="Check again"
      describedAs={`Check ${name} again`}
      onDone={() => router.refresh()}
    />
  );
}
