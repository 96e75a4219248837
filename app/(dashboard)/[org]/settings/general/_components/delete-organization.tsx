"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { signInAgain } from "@/app/(auth)/sign-in/actions";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import { beginDeletion } from "../actions";

interface Props {
  readonly name: string;
  /** The person has signed in lately enough. */
  readonly isFresh: boolean;
  readonly graceDays: number;
}

/** Begins the organization's deletion, once its name was typed by an owner who has just signed in. */
export function DeleteOrganization({ name, isFresh, graceDays }: Props) {
  const org = useOrganization();
  const [typed, setTyped] = useState("");
  return (
    <section aria-labelledby="delete-organization" className="card p-4">
      <h2 id="delete-organization" className="text-[0.9375rem] font-semibold">
        Delete this organization
      </h2>
      <ul className="mt-2 list-disc space-y-1 pl-5 text-ink-soft">
        <li>At once everything in it stands still: no run begins or goes on, API keys open nothing.</li>
        <li>
          For {graceDays} days every owner can keep it, and then all is as it was. After that it is removed
          for good: registries, history, connections with their credentials, members.
        </li>
        <li>
          Your connected systems keep their rows. The audit log keeps its hashes and loses their content;
          owners find a certificate under Your account.
        </li>
      </ul>
      {isFresh ? (
        <div className="mt-4 flex flex-wrap items-end gap-2">
          <Labelled label={`Type its name to confirm: ${name}`} className="w-full max-w-80">
            <input
              value={typed}
              autoComplete="off"
              onChange={(event) => setTyped(event.target.value)}
              className={inputClass()}
            />
          </Labelled>
          <ActionButton
            look="danger"
            action={() => beginDeletion(org, typed)}
            icon={<Trash2 size={14} aria-hidden />}
            label="Delete organization"
            isDisabled={typed.trim() !== name}
          />
        </div>
      ) : (
        <form
          action={signInAgain.bind(null, `/${org}/settings/general`)}
          className="mt-4 flex flex-wrap items-center gap-3"
        >
          <button type="submit" className={buttonClass("plain")}>
            Sign in again
          </button>
          <span className="text-xs text-ink-soft">
            Deleting needs a sign-in that is not older than ten minutes.
          </span>
        </form>
      )}
    </section>
  );
}
