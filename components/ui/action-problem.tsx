import { X } from "lucide-react";
import type { RunningAction } from "./use-action";

/** Why an action was refused and what to do, below the button that it was asked by. */
export function ActionProblem({ problem, forget }: Pick<RunningAction, "problem" | "forget">) {
  if (!problem) return null;
  return (
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
      <button type="button" onClick={forget} aria-label="Close" className="self-start text-ink-faint">
        <X size={14} aria-hidden />
      </button>
    </span>
  );
}

/** A phone's bar may lie over where a notice appears. */
const bringIntoView = (notice: HTMLElement | null): void => notice?.scrollIntoView({ block: "nearest" });
