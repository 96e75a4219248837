"use client";

import { CircleCheck, CircleDashed, LoaderCircle, RotateCw, X } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { KindIcon } from "@/components/ui/kind-icon";
import { Problem } from "@/components/ui/problem";
import { counted } from "@/lib/format/count";
import { kindWord } from "@/lib/format/setting";
import type { DraftSide } from "@/lib/services/drafts/draft-input";
import type { DraftLook } from "@/lib/services/drafts/draft-view";
import { CheckList } from "../../../../../connections/_components/check-list";
import { useWizard } from "../../_components/wizard-context";
import { useLookAgain } from "./use-look-again";

interface Props {
  readonly side: DraftSide;
  /** What it is called until it was looked at. */
  readonly title: string;
  readonly onRemove: () => void;
}

/** A place that was chosen: what was found of it, line by line, with what mends what is wrong. */
export function SideCard({ side, title, onRemove }: Props) {
  const { draft } = useWizard();
  const look = draft.looks.find((one) => one.side === side.ref);
  const { isLooking, lookAgain, refusal } = useLookAgain(side.ref);
  const name = look?.title ?? title;
  return (
    <li className="card px-4 py-3" aria-label={name}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {look && <KindIcon kind={look.kind} size={22} isNamed />}
        <div className="min-w-32 flex-1">
          <p className="truncate font-medium">{name}</p>
          {look && (
            <p className="truncate text-xs text-ink-soft">
              {kindWord(look.kind)} · {look.connection}
            </p>
          )}
        </div>
        <button
          type="button"
          onClick={lookAgain}
          disabled={isLooking}
          aria-label={`Look at ${name} again`}
          className={buttonClass("quiet")}
        >
          {isLooking ? (
            <LoaderCircle size={14} aria-hidden className="animate-spin" />
          ) : (
            <RotateCw size={14} aria-hidden />
          )}
          Look again
        </button>
        <button
          type="button"
          onClick={onRemove}
          aria-label={`Remove ${name}`}
          className={buttonClass("quiet", "-mr-1.5 -ml-2 px-1.5")}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
      <div aria-live="polite">
        {refusal && (
          <div className="mt-3">
            <Problem title={refusal.message} remedy={refusal.remedy} />
          </div>
        )}
        {look ? <Found look={look} /> : <p className="mt-2 text-ink-soft">Looking at it…</p>}
      </div>
    </li>
  );
}

/** All is well in one line, with the lines behind it; else every line at once. */
function Found({ look }: { readonly look: DraftLook }) {
  const { checks, problem, rowCount, columns } = look;
  if (problem)
    return (
      <div className="mt-3">
        <Problem title={problem.message} remedy={problem.remedy} />
      </div>
    );
  const isWell = checks.every(({ ok, remedy }) => ok !== false && (ok === null || remedy === null));
  const seen =
    rowCount === null ? "rows are counted with the first read" : `${counted(rowCount, "row")} seen`;
  if (!isWell) return <CheckList checks={checks} />;
  const isUnsure = checks.some(({ ok }) => ok === null);
  const Icon = isUnsure ? CircleDashed : CircleCheck;
  return (
    <details className="mt-2">
      <summary className="flex list-none items-center gap-1.5 text-ink-soft hover:text-ink">
        <Icon size={15} aria-hidden className={isUnsure ? "text-ink-faint" : "text-good"} />
        {counted(columns.length, "column")}, {seen}
        <span className="whitespace-nowrap text-accent">{counted(checks.length, "check")}</span>
      </summary>
      <CheckList checks={checks} />
    </details>
  );
}
