"use client";

import { LoaderCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { type ActionResult, UNREACHED } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import { Problem } from "@/components/ui/problem";
import { roleSays } from "@/lib/format/role-word";
import { invite } from "../actions";
import { RoleSelect } from "./role-select";

interface Props {
  readonly isOwner: boolean;
  /** This installation can send mail. */
  readonly canSend: boolean;
}

export function InviteForm({ isOwner, canSend }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState("editor");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const [isPending, start] = useTransition();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    start(async () => {
      const result = await invite(org, email, role).catch(() => UNREACHED);
      setProblem(result.problem);
      setSentTo(result.problem ? null : email);
      if (result.problem) return;
      setEmail("");
      router.refresh();
    });
  };
  return (
    <form onSubmit={send} className="card mb-6 p-4">
      <div className="flex flex-wrap items-end gap-3">
        <Labelled label="Invite by e-mail" className="min-w-56 flex-1">
          <input
            type="email"
            required
            disabled={!canSend}
            placeholder="colleague@example.com"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            className={inputClass()}
          />
        </Labelled>
        <RoleSelect label="Role" role={role} isOwner={isOwner} isDisabled={!canSend} onChoose={setRole} />
        {/* Not disabled while it is sent: it would lose the focus. */}
        <button
          type="submit"
          disabled={!canSend}
          aria-disabled={isPending || undefined}
          className={buttonClass("primary")}
        >
          {isPending && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
          Send the invitation
        </button>
      </div>
      <p className="mt-2 text-xs text-ink-faint">
        {canSend
          ? `May do: ${roleSays(role)}. The link works for 7 days, for this address alone.`
          : "This installation has no mail server (SMTP_URL), so nobody can be invited."}
      </p>
      <div aria-live="polite">
        {sentTo && <p className="mt-2 text-good">An invitation is on its way to {sentTo}.</p>}
        {problem && <Problem title={problem.message} remedy={problem.remedy} />}
      </div>
    </form>
  );
}
