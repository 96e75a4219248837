import { counted } from "@/lib/format/count";
import type { IssueGroupView } from "@/lib/services/issues/list-issues";

/** How many rows, and whether they wait for somebody. */
export function IssueBadge({ issue }: { readonly issue: IssueGroupView }) {
  const { rows, skipped, severity } = issue;
  const isAside = skipped === rows;
  const isCalm = isAside || severity === "warning";
  const word = isAside ? "put aside" : severity === "warning" ? "warning" : null;
  return (
    <span className="flex shrink-0 items-center gap-1.5">
      {word && <span className="text-xs text-ink-soft">{word}</span>}
      <span
        className={`rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap tabular-nums ${isCalm ? "bg-calm-soft text-ink-soft" : "bg-warn-soft text-warn"}`}
      >
        {counted(rows, "row")}
      </span>
    </span>
  );
}
