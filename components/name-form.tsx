"use client";

import { LoaderCircle } from "lucide-react";
import { useActionState } from "react";
import type { ActionResult } from "./action";
import { buttonClass } from "./ui/button";
import { inputClass } from "./ui/input";
import { Labelled } from "./ui/labelled";
import { Problem } from "./ui/problem";

interface Props {
  readonly action: (before: ActionResult, form: FormData) => Promise<ActionResult>;
  readonly label: string;
  /** What it is called now; left out: nothing yet. */
  readonly name?: string;
  readonly autoComplete: "name" | "organization";
  readonly submit: string;
  /** It is all that the page asks: its button is as wide as its field. */
  readonly isAlone?: boolean;
}

/** Gives something its name; it works before the page has come to life. */
export function NameForm({ action, label, name, autoComplete, submit, isAlone = false }: Props) {
  const [{ problem }, act, isPending] = useActionState(action, { problem: null });
  return (
    <form action={act} className="space-y-3">
      <Labelled label={label}>
        <input
          name="name"
          required
          maxLength={100}
          autoComplete={autoComplete}
          defaultValue={name}
          className={inputClass("py-2 text-sm")}
        />
      </Labelled>
      {problem && <Problem title={problem.message} remedy={problem.remedy} />}
      <button
        type="submit"
        disabled={isPending}
        className={buttonClass("primary", isAlone ? "w-full justify-center py-2" : undefined)}
      >
        {isPending && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
        {submit}
      </button>
    </form>
  );
}
