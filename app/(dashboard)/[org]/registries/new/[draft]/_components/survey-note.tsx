"use client";

import { LoaderCircle, RotateCw } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { Problem } from "@/components/ui/problem";
import { ProgressBar } from "@/components/ui/progress-bar";
import { counted, formatCount } from "@/lib/format/count";
import { surveySentence } from "@/lib/format/survey";
import { useSurvey } from "./use-survey";
import { useWizard } from "./wizard-context";

/** How far the places have been read, and what the numbers below stand on. It starts by itself. */
export function SurveyNote() {
  const { draft } = useWizard();
  const { isAsking, again, refusal } = useSurvey();
  const { survey } = draft;
  const titleOf = (side: string) => draft.looks.find((look) => look.side === side)?.title ?? side;
  if (refusal)
    return (
      <Note>
        <Problem title={refusal.message} remedy={refusal.remedy} />
      </Note>
    );
  if (survey === null || survey.state === "running") {
    const rows = survey?.sides.reduce((sum, side) => sum + side.rows, 0) ?? 0;
    const all = draft.looks.every(({ rowCount }) => rowCount !== null)
      ? draft.looks.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0)
      : null;
    return (
      <Note>
        <p role="status" className="mb-1.5 flex items-center gap-2 text-ink-soft tabular-nums">
          <LoaderCircle size={14} aria-hidden className="animate-spin" />
          Reading the places once: {counted(rows, "row")}
          {all !== null && ` of ${formatCount(all)}`}. You can go on meanwhile.
        </p>
        <ProgressBar label="Rows read" part={rows} whole={all} />
      </Note>
    );
  }
  const failed = survey.sides.filter(({ state }) => state === "failed");
  return (
    <Note>
      {failed.map(({ side, problem }) => (
        <Problem
          key={side}
          tone="warn"
          title={`${titleOf(side)} could not be read. ${problem?.message ?? ""}`}
          remedy={problem?.remedy ?? null}
        />
      ))}
      <p className="flex flex-wrap items-center gap-2 text-xs text-ink-soft">
        {surveySentence(survey, titleOf)}
        <button type="button" onClick={again} disabled={isAsking} className={buttonClass("quiet")}>
          <RotateCw size={13} aria-hidden className={isAsking ? "animate-spin" : undefined} />
          Read again
        </button>
      </p>
    </Note>
  );
}

const Note = ({ children }: { readonly children: React.ReactNode }) => (
  <div className="mb-4 space-y-2">{children}</div>
);
