"use client";

import { useQueryClient } from "@tanstack/react-query";
import { LoaderCircle, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState, useTransition } from "react";
import { type Action, type ActionResult, UNREACHED } from "../action";
import { buttonClass } from "./button";

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
  const [isPending, start] = useTransition();
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const queries = useQueryClient();
  const router = useRouter();
  const run = () =>
    start(async () => {
      const result = await action().catch(() => UNREACHED);
      setProblem(result.problem);
      await queries.invalidateQueries();
      if (result.problem) return;
      onDone?.();
      if (result.goTo) router.push(result.goTo);
    });
  return (
    <span className="relative inline-flex">
      <button
        type="button"
        onClick={run}
        disabled={isPending || isDisabled}
        aria-label={describedAs}
        className={buttonClass(look)}
      >
        {isPending ? <LoaderCircle size={14} aria-hidden className="animate-spin" /> : icon}
        {label}
      </button>
      {problem && (
        <span
          role="alert"
          ref={bringIntoView}
          className="absolute top-full right-0 z-20 mt-1.5 flex w-72 scroll-my-20 gap-2 rounded-[8px] bg-raised p-3 text-left whitespace-normal shadow-float"
        >
          <span className="min-w-0 flex-1">
            <span className="block font-medium">{problem.message}</span>
            {problem.faults?.map((fault) => (
              <span key={fault} className="mt-0.5 block">
                {fault}
              </span>
            ))}
            {problem.remedy && <span className="mt-0.5 block text-ink-soft">{problem.remedy}</span>}
          </span>
          <button
            type="button"
            onClick={() => setProblem(null)}
            aria-label="Close"
            className="self-start text-ink-faint"
          >
            <X size={14} aria-hidden />
          </button>
        </span>
      )}
    </span>
  );
}

/** A phone's bar may lie over where a notice appears. */
const bringIntoView = (notice: HTMLElement | null): void => notice?.scrollIntoView({ block: "nearest" });
