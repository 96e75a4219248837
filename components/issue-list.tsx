import { ChevronRight } from "lucide-react";
import { counted } from "@/lib/format/count";
import { issueRemedy } from "@/lib/format/issue-remedy";
import { sideName } from "@/lib/format/side";
import type { IssueGroupView } from "@/lib/services/issues/list-issues";
import type { SideView } from "@/lib/services/registries/registry-view";
import { KindIcon } from "./kind-icon";
import { Moment } from "./moment";

interface Props {
  readonly sides: readonly SideView[];
  readonly issues: readonly IssueGroupView[];
}

/** Issues by cause, the one with most rows first; each opens to how it is mended and which rows it concerns. */
export function IssueList({ sides, issues }: Props) {
  return (
    <ul className="card divide-y divide-line">
      {issues.map((issue) => (
        <li key={`${issue.side} ${issue.field} ${issue.reason}`}>
          <Issue issue={issue} side={sides.find((side) => side.id === issue.side)} />
        </li>
      ))}
    </ul>
  );
}

function Issue({ issue, side }: { readonly issue: IssueGroupView; readonly side: SideView | undefined }) {
  return (
    <details className="group">
      <summary className="flex list-none items-start gap-3 px-4 py-3 hover:bg-sunken/60">
        <ChevronRight
          size={15}
          aria-hidden
          className="mt-0.5 shrink-0 text-ink-faint transition-transform group-open:rotate-90"
        />
        <span className="min-w-0 flex-1">
          <span className="font-medium">
            {issue.field && `${issue.field}: `}
            {issue.message}
          </span>
          <span className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-xs text-ink-soft">
            {side && <KindIcon kind={side.kind} size={14} isNamed />}
            {side && sideName(side)} · since <Moment at={issue.firstSeen} /> · last seen{" "}
            <Moment at={issue.lastSeen} />
          </span>
        </span>
        <span className="rounded-full bg-warn-soft px-2 py-0.5 text-xs font-medium whitespace-nowrap text-warn tabular-nums">
          {counted(issue.rows, "row")}
        </span>
      </summary>
      <div className="space-y-3 px-4 pt-0.5 pb-4 pl-11">
        <p>
          <span className="eyebrow block">How to fix</span>
          {issueRemedy(issue.reason)}
        </p>
        <div>
          <span className="eyebrow block">Rows</span>
          <ul className="mt-1 flex flex-wrap gap-1.5">
            {issue.subjects.map((subject) => (
              <li key={subject} className="rounded bg-calm-soft px-1.5 font-mono text-xs leading-5">
                {subject}
              </li>
            ))}
            {issue.rows > issue.subjects.length && (
              <li className="text-ink-soft">and {counted(issue.rows - issue.subjects.length, "other")}</li>
            )}
          </ul>
        </div>
      </div>
    </details>
  );
}
