"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { type ActionResult, UNREACHED } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Problem } from "@/components/ui/problem";
import { roleSays, roleWord } from "@/lib/format/role-word";
import type { MemberView } from "@/lib/services/members/member-view";
import { changeMember, dropMember } from "../actions";
import { RoleSelect } from "./role-select";

interface Props {
  readonly member: MemberView;
  readonly isSelf: boolean;
  readonly mayChange: boolean;
  readonly isOwner: boolean;
}

export function MemberLine({ member, isSelf, mayChange, isOwner }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const [isAsking, setAsking] = useState(false);
  const [isPending, start] = useTransition();
  const run = (work: () => Promise<ActionResult>) =>
    start(async () => {
      const result = await work().catch(() => UNREACHED);
      setProblem(result.problem);
      setAsking(false);
      if (result.goTo) router.push(result.goTo);
      else router.refresh();
    });
  const mayTouch = mayChange && (isOwner || member.role !== "owner");
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <p className="truncate font-medium">
            {member.name}
            {isSelf && <span className="ml-1.5 font-normal text-ink-faint">you</span>}
          </p>
          <p className="truncate text-xs text-ink-soft">
            {member.email} · since <Moment at={member.since} />
          </p>
        </div>
        {mayTouch ? (
          <RoleSelect
            label={`Role of ${member.name}`}
            role={member.role}
            isOwner={isOwner}
            isDisabled={isPending}
            onChoose={(role) => run(() => changeMember(org, member.id, role))}
          />
        ) : (
          <span title={roleSays(member.role)} className="text-ink-soft capitalize">
            {roleWord(member.role)}
          </span>
        )}
        {(mayTouch || isSelf) && (
          <button type="button" onClick={() => setAsking(true)} className={buttonClass("quiet")}>
            {isSelf ? "Leave" : "Remove"}
          </button>
        )}
      </div>
      {isAsking && (
        <div className="mt-2 flex flex-wrap items-center gap-2 text-ink-soft">
          <span className="flex-1">
            {isSelf
              ? "You lose access at once, and API keys that speak for you end."
              : `${member.name} loses access at once, and API keys that speak for this person end.`}
          </span>
          <button type="button" onClick={() => setAsking(false)} className={buttonClass("plain")}>
            Keep
          </button>
          <button
            type="button"
            disabled={isPending}
            onClick={() => run(() => dropMember(org, member.id, isSelf))}
            className={buttonClass("danger")}
          >
            {isSelf ? "Leave the organization" : `Remove ${member.name}`}
          </button>
        </div>
      )}
      {problem && (
        <div className="mt-2">
          <Problem title={problem.message} remedy={problem.remedy} />
        </div>
      )}
    </li>
  );
}
