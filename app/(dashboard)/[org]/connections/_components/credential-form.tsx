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
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import type { OtherAccount } from "@/lib/services/connections/replace-access";
import { type AccessDraft, emptyDraft } from "../access-draft";
import { type Checks, connect, reconnect } from "../actions";
import { CheckList } from "./check-list";
import { CredentialFields } from "./credential-fields";
import { OtherAccountQuestion } from "./other-account";

interface Props {
  readonly kind: AccessDraft["kind"];
  readonly connection: ConnectionView | null;
  readonly onDone: () => void;
}

const SUBMIT: Record<AccessDraft["kind"], string> = {
  notion: "Connect with the token",
  google: "Connect with the key",
  postgres: "Connect the database",
};

/** Credentials by hand, for a new connection or in the place of one's that there is. They are tried before they are kept. */
export function CredentialForm({ kind, connection, onDone }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const [draft, setDraft] = useState(emptyDraft(kind));
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const [other, setOther] = useState<OtherAccount | null>(null);
  const [checks, setChecks] = useState<Checks>([]);
  const [isConnected, setConnected] = useState(false);
  const [isPending, start] = useTransition();
  const send = (otherAccount: boolean) =>
    start(async () => {
      const asked = connection
        ? reconnect(org, connection.id, draft, otherAccount)
        : connect(org, draft).then((result) => ({ ...result, other: null }));
      const result = await asked.catch(() => ({ ...UNREACHED, other: null, checks: [] }));
      setProblem(result.problem);
      setOther(result.other);
      setChecks(result.checks);
      if (result.problem || result.other) return;
      router.refresh();
      if (result.checks.some(({ remedy }) => remedy !== null)) setConnected(true);
      else onDone();
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(false);
  };
  if (isConnected) return <ConnectedInPart checks={checks} onDone={onDone} />;
  return (
    <form onSubmit={submit} className="max-w-2xl">
      {connection === null && (
        <Labelled label="Name" hint="What you call it here." className="mb-3">
          <input
            required
            maxLength={100}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
            className={inputClass()}
          />
        </Labelled>
      )}
      <CredentialFields draft={draft} onChange={setDraft} />
      <p className="mt-2 text-xs text-ink-faint">
        It is tried first, then stored encrypted. Nobody can read it here again.
      </p>
      <div aria-live="polite" className="mt-3 empty:mt-0">
        {problem && checks.length === 0 && <Problem title={problem.message} remedy={problem.remedy} />}
        {problem && checks.length > 0 && (
          <div role="alert">
            <p className="font-medium">Nothing was connected. This is what was tried:</p>
            <CheckList checks={checks} />
          </div>
        )}
        {other && (
          <OtherAccountQuestion other={other}>
            <button type="button" onClick={() => setOther(null)} className={buttonClass("plain")}>
              Keep {other.before}
            </button>
            <button type="button" onClick={() => send(true)} className={buttonClass("danger")}>
              Use {other.after} from now on
            </button>
          </OtherAccountQuestion>
        )}
      </div>
      <button type="submit" disabled={isPending} className={buttonClass("primary", "mt-3")}>
        {isPending && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
        {connection ? "Reconnect" : SUBMIT[kind]}
      </button>
    </form>
  );
}

/** It is stored and works, but not in all, or not as far as can be told: what is missing, and how to mend it. */
function ConnectedInPart({ checks, onDone }: { readonly checks: Checks; readonly onDone: () => void }) {
  const isLacking = checks.some(({ ok }) => ok === false);
  return (
    <div role="status" className="max-w-2xl">
      <p className="font-medium">
        {isLacking ? "Connected, but not everything works yet:" : "Connected. This is what was tried:"}
      </p>
      <CheckList checks={checks} />
      <button type="button" onClick={onDone} className={buttonClass("primary", "mt-3")}>
        Close
      </button>
    </div>
  );
}
