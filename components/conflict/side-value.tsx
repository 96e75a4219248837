import clsx from "clsx";
import { Check } from "lucide-react";
import { momentKnown } from "@/lib/format/conflict-word";
import { exactTime } from "@/lib/format/moment";
import { kindWord } from "@/lib/format/setting";
import type { CandidateView } from "@/lib/services/conflicts/conflict-view";
import { CellValue } from "../cell-value";
import { KeyCap } from "../ui/key-cap";
import { Moment } from "../ui/moment";

interface Props {
  readonly candidate: CandidateView | undefined;
  readonly kind: string;
  readonly keyCap: string;
  readonly isChosen: boolean;
  /** Another value was decided for. */
  readonly isPassedOver: boolean;
  /** Null where there is nothing to decide. */
  readonly choose: (() => void) | null;
}

/** One side's value with who gave it and when; pressing it decides for it. */
export function SideValue({ candidate, kind, keyCap, isChosen, isPassedOver, choose }: Props) {
  if (!candidate) return <span className="block px-2 py-1.5 text-xs text-ink-faint">As before</span>;
  const content = (
    <>
      <span className="flex items-start gap-1.5">
        <span className={clsx("min-w-0 flex-1 font-medium", isPassedOver && "text-ink-soft line-through")}>
          <CellValue value={candidate.value} />
        </span>
        {isChosen && <Check size={15} aria-hidden className="mt-0.5 shrink-0 text-good" />}
        {choose && !isChosen && <KeyCap>{keyCap}</KeyCap>}
      </span>
      <span className="mt-0.5 block text-xs text-ink-soft">
        {candidate.by && <span className="text-ink">{candidate.by}, </span>}
        <When after={candidate.after} before={candidate.before} />
      </span>
    </>
  );
  const look = clsx(
    "block w-full rounded-[7px] border px-2 py-1.5 text-left",
    isChosen ? "border-good/50 bg-good-soft" : "border-transparent",
  );
  if (!choose) return <span className={look}>{content}</span>;
  return (
    <button
      type="button"
      onClick={choose}
      aria-pressed={isChosen}
      title={`Use the value in ${kindWord(kind)}`}
      className={clsx(look, !isChosen && "border-line hover:border-line-strong hover:bg-sunken")}
    >
      {content}
    </button>
  );
}

function When({ after, before }: Pick<CandidateView, "after" | "before">) {
  const known = momentKnown(after, before);
  if (known === "exact") return <Moment at={before} />;
  if (known === "unknown") return <>time not known</>;
  const since = after ? `between ${exactTime(after)} and` : "not later than";
  return (
    <span title={`Written ${since} ${exactTime(before ?? "")}`}>
      seen <Moment at={before} />
    </span>
  );
}
