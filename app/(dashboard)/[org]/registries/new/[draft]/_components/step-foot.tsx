"use client";

import { ArrowLeft, ArrowRight, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useTransition } from "react";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import type { DraftStep } from "@/lib/services/drafts/draft-input";
import { saveDraft } from "../../actions";
import { useWizard } from "./wizard-context";
import { nextStep, stepBefore, stepWord } from "./wizard-steps";

interface Props {
  readonly step: DraftStep;
  /** Says in the step's own words what Continue takes on. */
  readonly children?: ReactNode;
}

/** Back and on. On is possible once nothing of the step is missing and everything is saved; else it says what is. */
export function StepFoot({ step, children }: Props) {
  const org = useOrganization();
  const { draft, base, settle } = useWizard();
  const router = useRouter();
  const [isGoing, start] = useTransition();
  const missing = draft.todo.filter((todo) => todo.step === step);
  const [before, next] = [stepBefore(step), nextStep(step)];
  const go = () =>
    start(async () => {
      if (!(await settle()) || next === null) return;
      // Where one left off is a help and no decision: going on does not wait for it.
      void saveDraft(org, draft.id, { revision: draft.revision, step: next }).catch(() => null);
      router.push(`${base}/${next}`);
    });
  return (
    <div className="mt-6 border-t pt-4">
      {missing.length > 0 && (
        <ul aria-label="Still missing" className="mb-3 space-y-1 text-ink-soft">
          {missing.map(({ path, message, remedy }) => (
            <li key={`${path} ${message}`}>
              <span className="font-medium text-ink">{message}</span> {remedy}
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-3">
        {before && (
          <Link href={`${base}/${before}`} className={buttonClass("quiet")}>
            <ArrowLeft size={14} aria-hidden />
            {stepWord(before)}
          </Link>
        )}
        <p className="min-w-0 flex-1 basis-48 text-small text-ink-soft">{children}</p>
        {next && (
          <button
            type="button"
            onClick={go}
            disabled={missing.length > 0 || isGoing}
            className={buttonClass("primary", "px-4 py-1.5")}
          >
            Continue to {stepWord(next)}
            {isGoing ? (
              <LoaderCircle size={14} aria-hidden className="animate-spin" />
            ) : (
              <ArrowRight size={14} aria-hidden />
            )}
          </button>
        )}
      </div>
    </div>
  );
}
