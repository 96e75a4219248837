"use client";

import { BellOff, BellRing, RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useDecided } from "@/components/live/last-decision";
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
  const decided = useDecided();
  const put = (skipped: boolean) => skipGroup(org, registryId, { ...cause, skipped });
  const putDone = () => {
    const said = isAside ? "The issue was taken up again" : "The issue was put aside";
    decided({ said, takeBack: () => put(isAside) });
    refresh();
  };
  return (
    <div className="flex flex-wrap gap-2">
      <ActionButton
        icon={<RotateCw size={14} aria-hidden />}
        action={() => retryGroup(org, registryId, cause)}
        label={rows === 1 ? "Check the row again" : `Check these ${counted(rows, "row")} again`}
        onDone={refresh}
      />
      <span data-key="s">
        <ActionButton
          look="quiet"
          icon={isAside ? <BellRing size={14} aria-hidden /> : <BellOff size={14} aria-hidden />}
          action={() => put(!isAside)}
          label={isAside ? "Take up again" : "Put aside until it changes"}
          onDone={putDone}
        />
      </span>
    </div>
  );
}
