"use client";

import { useRouter } from "next/navigation";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { Moment } from "@/components/ui/moment";
import { roleWord } from "@/lib/format/role-word";
import type { InvitationView } from "@/lib/services/members/member-view";
import { uninvite } from "../actions";

interface Props {
  readonly invitation: InvitationView;
  readonly mayChange: boolean;
}

export function InvitationLine({ invitation, mayChange }: Props) {
  const org = useOrganization();
  const router = useRouter();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{invitation.email}</p>
        <p className="text-xs text-ink-soft">
          as {roleWord(invitation.role)} · the link ends <Moment at={invitation.expiresAt} />
        </p>
      </div>
      {mayChange && (
        <ActionButton
          action={() => uninvite(org, invitation.id)}
          look="quiet"
          label="Take back"
          describedAs={`Take back the invitation of ${invitation.email}`}
          onDone={() => router.refresh()}
        />
      )}
    </li>
  );
}
