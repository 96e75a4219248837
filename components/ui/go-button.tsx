"use client";

import { LoaderCircle } from "lucide-react";
import { useState, useTransition } from "react";
import { type Action, type ActionResult, UNREACHED } from "../action";
import { buttonClass } from "./button";
import { Problem } from "./problem";

interface Props {
  readonly action: Action;
  readonly label: string;
}

/** A wide button whose action says where the browser goes, to an address that is no page of the app's. */
export function GoButton({ action, label }: Props) {
  const [isPending, start] = useTransition();
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const run = () =>
    start(async () => {
      const result = await action().catch(() => UNREACHED);
      setProblem(result.problem);
      if (result.goTo) window.location.assign(result.goTo);
    });
  return (
    <div className="mt-6 space-y-3">
      {problem && <Problem title={problem.message} remedy={problem.remedy} />}
      <button
        type="button"
        onClick={run}
        disabled={isPending}
        className={buttonClass("primary", "w-full justify-center py-2")}
      >
        {isPending && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
        {label}
      </button>
    </div>
  );
}
