import { ArrowRight } from "lucide-react";
import { keyText } from "@/lib/format/cell";
import { counted, formatCount } from "@/lib/format/count";
import { CellValue } from "../cell-value";
import { buttonClass } from "../ui/button";
import type { PreviewResult } from "./conflict-actions";

export interface BulkPlan extends NonNullable<PreviewResult["preview"]> {
  readonly kind: "all" | "rule";
}

interface Props {
  readonly plan: BulkPlan;
  readonly field: string;
  /** The side's system, for people. */
  readonly side: string;
  readonly isPending: boolean;
  readonly confirm: () => void;
  readonly cancel: () => void;
}

/** What would be decided, with the first few rows, and the button that does it. */
export function BulkConfirm({ plan, field, side, isPending, confirm, cancel }: Props) {
  const others = plan.matched - plan.decided;
  const isRule = plan.kind === "rule";
  return (
    <div className="mt-2.5 rounded-[8px] bg-sunken px-3 py-2.5">
      <p>
        {isRule
          ? `From now on ${side} wins every conflict on ${field} in which it has a value. The next run settles ${counted(plan.matched, "conflict")} by it`
          : `${formatCount(plan.decided)} of ${counted(plan.matched, "conflict")} on ${field} ${plan.decided === 1 ? "takes" : "take"} the value in ${side}`}
        {others > 0 &&
          (isRule
            ? `, ${formatCount(others)} of them by the last write because ${side} has no value there`
            : `; ${formatCount(others)} ${others === 1 ? "stays" : "stay"} open because ${side} has no value there`)}
        .
      </p>
      {plan.sample.length > 0 && (
        <ul className="mt-1.5 space-y-0.5 text-ink-soft">
          {plan.sample.map(({ id, key, value }) => (
            <li key={id} className="flex items-center gap-1.5">
              <span className="font-mono text-xs">{keyText(key)}</span>
              <ArrowRight size={12} aria-hidden />
              <CellValue value={value} className="text-ink" />
            </li>
          ))}
          {plan.decided > plan.sample.length && (
            <li>and {formatCount(plan.decided - plan.sample.length)} more</li>
          )}
        </ul>
      )}
      <div className="mt-2.5 flex gap-2">
        <button
          type="button"
          onClick={confirm}
          disabled={isPending || (!isRule && plan.decided === 0)}
          className={buttonClass("primary")}
        >
          {isRule ? `Make ${side} the rule` : `Decide ${counted(plan.decided, "conflict")}`}
        </button>
        <button type="button" onClick={cancel} className={buttonClass("quiet")}>
          Cancel
        </button>
      </div>
    </div>
  );
}
