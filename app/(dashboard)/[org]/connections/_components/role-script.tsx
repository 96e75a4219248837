"use client";

import { LoaderCircle } from "lucide-react";
import { type FormEvent, useState, useTransition } from "react";
import { type ActionResult, UNREACHED } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Disclosure } from "@/components/ui/disclosure";
import { Problem } from "@/components/ui/problem";
import type { ScriptDraft } from "../access-draft";
import { roleScript } from "../actions";
import { RoleScriptFields } from "./role-script-fields";

const FIRST: ScriptDraft = {
  role: "chittysync",
  schema: "public",
  tables: "",
  access: "read-write",
  log: false,
};

/** SQL that a database's administrator runs to give ChittySync a role that may do no more than it needs. */
export function RoleScript() {
  const org = useOrganization();
  const [draft, setDraft] = useState(FIRST);
  const [script, setScript] = useState<string | null>(null);
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const [isPending, start] = useTransition();
  const write = (event: FormEvent) => {
    event.preventDefault();
    start(async () => {
      const result = await roleScript(org, draft).catch(() => ({ ...UNREACHED, script: null }));
      setProblem(result.problem);
      setScript(result.script);
    });
  };
  return (
    <Disclosure
      summary="No role for ChittySync yet? Get the SQL that makes one with the least rights"
      className="mt-4 border-t pt-3"
    >
      <form onSubmit={write} className="max-w-2xl">
        <RoleScriptFields draft={draft} onChange={setDraft} />
        <button type="submit" disabled={isPending} className={buttonClass("plain", "mt-3")}>
          {isPending && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
          Write the SQL
        </button>
      </form>
      <div aria-live="polite" className="mt-3">
        {problem && <Problem title={problem.message} remedy={problem.remedy} />}
        {script && <ScriptText script={script} />}
      </div>
    </Disclosure>
  );
}

function ScriptText({ script }: { readonly script: string }) {
  return (
    <div className="rounded-[10px] border bg-sunken">
      <div className="flex flex-wrap items-center gap-2 border-b px-3 py-2">
        <p className="min-w-0 flex-1 text-ink-soft">
          The role's new password stands in it, and nowhere else. Then connect as this role.
        </p>
        <CopyButton look="plain" label="Copy the SQL" word="Copy the SQL" text={script} />
      </div>
      <pre className="max-h-80 overflow-auto p-3 font-mono text-xs">{script}</pre>
    </div>
  );
}
