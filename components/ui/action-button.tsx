"use client";

import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import type { Action } from "../action";
import { ActionProblem } from "./action-problem";
import { buttonClass } from "./button";
import { useAction } from "./use-action";

interface Props {
  readonly action: Action;
  readonly look?: "primary" | "plain" | "quiet" | "danger";
  readonly icon?: ReactNode;
  readonly label: string;
  /** Where the label alone does not say of what. */
  readonly describedAs?: string | undefined;
  readonly isDisabled?: boolean;
  readonly onDone?: () => void;
}

/** A button that runs a server action, shows that it runs, and says what to do if it is refused. */
export function ActionButton({
  action,
  look = "plain",
  icon,
  label,
  describedAs,
  isDisabled,
  onDone,
}: Props) {
  const { isPending, run, problem, forget } = useAction(onDone);
  return (
    <span className="relative inline-flex">
      <button
        type="button"
        onClick={() => !isPending && run(action)}
        disabled={isDisabled}
        // A button that is disabled loses the focus, and what takes its place never gets it.
        aria-disabled={isPending || undefined}
        aria-label={describedAs}
        className={buttonClass(look)}
      >
        {isPending ? <LoaderCircle size={14} aria-hidden className="animate-spin" /> : icon}
        {label}
      </button>
      <ActionProblem problem={problem} forget={forget} />
    </span>
  );
}
