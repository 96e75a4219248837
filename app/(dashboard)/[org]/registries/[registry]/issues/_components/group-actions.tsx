"use client";

import { BellOff, BellRing, RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { counted } from "@/lib/format/count";
import type { IssueGroupView } from "@/lib/services/issues/list-issues";
import { retryGroup, skipGroup } from "../actions";

interface Props {
  readonly registryId: string;
  readonly issue: IssueGroupView;
}

/** Looks at a group's rows again now, or puts them aside until what is said of them changes. */
export function GroupActions({ registryId, issue }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const refresh = () => router.refresh();
  const { side, field, reason, rows } = issue;
  const cause = { side, field, reason };
  const isAside = issue.skipped === rows;
  return (
    <div className="flex flex-wrap gap-2">
      <ActionButton
        icon={<RotateCw size={14} aria-hidden />}
        action={() => retryGroup(org, registryId, cause)}
        label={rows === 1 ? "Check the row again" : `Check these ${counted(rows, "row")} again`}
        onDone={refresh}
      />
      <ActionButton
        look="quiet"
        icon={isAside ? <BellRing size={14} aria-hidden /> : <BellOff size={14} aria-hidden />}
        action={() => skipGroup(org, registryId, { ...cause, skipped: !isAside })}
        label={isAside ? "Take up again" : "Put aside until it changes"}
        onDone={refresh}
      />
    </div>
  );
}
