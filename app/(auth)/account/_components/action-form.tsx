"use client";

import { useActionState } from "react";
import type { Action, ActionResult } from "@/components/action";
import { buttonClass } from "@/components/ui/button";

/** One button that does one thing, also before the page has come to life. */
export function ActionForm({ action, label }: { readonly action: Action; readonly label: string }) {
  const [{ problem }, act, isPending] = useActionState<ActionResult>(action, { problem: null });
  return (
    <form action={act}>
      <button type="submit" disabled={isPending} className={buttonClass("plain")}>
        {label}
      </button>
      {problem && (
        <p role="alert" className="mt-1 text-xs text-bad">
          {problem.message}
        </p>
      )}
    </form>
  );
}
