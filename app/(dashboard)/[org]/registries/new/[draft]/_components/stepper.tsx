"use client";

import clsx from "clsx";
import { Check, Lock } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useWizard } from "./wizard-context";
import { type StepLine, stepLines, stepOfPath } from "./wizard-steps";

const SAID = { done: "done", open: "", locked: "not yet" };

/** Where one is on the way to a registry; each step is a link that says what it still waits for. */
export function Stepper() {
  const { draft, base } = useWizard();
  const here = stepOfPath(usePathname());
  const lines = stepLines(draft);
  const at = lines.findIndex(({ id }) => id === here);
  return (
    <nav aria-label="Steps" className="mb-6">
      <p className="mb-1.5 text-xs text-ink-soft sm:hidden">
        Step {at + 1} of {lines.length}: {lines[at]?.word}
      </p>
      <ol className="flex items-center gap-1.5 sm:gap-2">
        {lines.map((line, nth) => (
          <li key={line.id} className="flex min-w-0 flex-1 items-center gap-2 last:flex-none">
            <Link
              href={`${base}/${line.id}`}
              aria-current={line.id === here ? "step" : undefined}
              title={line.lockedBy?.message}
              className={clsx(
                "flex min-w-0 items-center gap-2 rounded-full py-1 pr-1 sm:pr-3 sm:pl-1",
                line.id === here ? "font-medium text-ink" : "text-ink-soft hover:text-ink",
              )}
            >
              <StepNumber line={line} nth={nth + 1} isHere={line.id === here} />
              <span className="truncate max-sm:sr-only">{line.word}</span>
              <span className="sr-only">{SAID[line.state]}</span>
            </Link>
            {nth < lines.length - 1 && (
              <span
                aria-hidden
                className={clsx("h-px flex-1", line.state === "done" ? "bg-good" : "bg-line-strong")}
              />
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StepNumber({
  line,
  nth,
  isHere,
}: {
  readonly line: StepLine;
  readonly nth: number;
  readonly isHere: boolean;
}) {
  const isDone = line.state === "done";
  return (
    <span
      aria-hidden
      className={clsx(
        "grid size-6 shrink-0 place-items-center rounded-full border text-xs font-medium tabular-nums",
        isHere && "border-primary bg-primary text-primary-ink",
        !isHere && isDone && "border-transparent bg-good-soft text-good",
        !isHere && !isDone && "border-line-strong text-ink-faint",
      )}
    >
      {!isHere && isDone && <Check size={13} strokeWidth={2.4} />}
      {!isHere && line.state === "locked" && <Lock size={11} />}
      {(isHere || line.state === "open") && nth}
    </span>
  );
}
