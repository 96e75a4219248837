"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { DraftName } from "./draft-name";
import { LockedStep } from "./locked-step";
import { Picture } from "./picture";
import { SavedMark } from "./saved-mark";
import { Stepper } from "./stepper";
import { useWizard } from "./wizard-context";
import { stepLines, stepOfPath, WIZARD_STEPS } from "./wizard-steps";

// Fetched where there is something to say.
const SavingProblem = lazy(() =>
  import("./saving-problem").then((module) => ({ default: module.SavingProblem })),
);
const StartedNote = lazy(() => import("./started-note").then((module) => ({ default: module.StartedNote })));

/** What stands around each step: its name, the way, what is decided so far, and whether it is saved. */
export function WizardFrame({ children }: { readonly children: ReactNode }) {
  const org = useOrganization();
  const { draft, saving } = useWizard();
  const here = stepOfPath(usePathname());
  const heading = useRef<HTMLHeadingElement>(null);
  const seen = useRef(here);
  // Whoever cannot see that another step came is told by its heading; the first one is the page's own.
  useEffect(() => {
    if (seen.current !== here) heading.current?.focus();
    seen.current = here;
  }, [here]);
  const line = stepLines(draft).find(({ id }) => id === here);
  const isOver = draft.state === "started" && here !== "go-live";
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <DraftName />
        <SavedMark />
        <Link href={`/${org}/registries/new`} className={buttonClass("quiet", "ml-auto")}>
          Leave, keep the draft
        </Link>
      </div>
      <Stepper />
      {(saving.newer !== null || saving.problem !== null) && (
        <Suspense>
          <SavingProblem />
        </Suspense>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,1fr)_264px]">
        <section aria-labelledby="step" className="min-w-0">
          <h1
            id="step"
            ref={heading}
            tabIndex={-1}
            className="mb-4 text-[1.0625rem] font-semibold outline-none"
          >
            {draft.state === "started" && !isOver
              ? "The first run"
              : WIZARD_STEPS.find(({ id }) => id === here)?.question}
          </h1>
          {isOver ? (
            <Suspense>
              <StartedNote />
            </Suspense>
          ) : line?.lockedBy ? (
            <LockedStep lockedBy={line.lockedBy} />
          ) : (
            children
          )}
        </section>
        <Picture />
      </div>
    </>
  );
}
