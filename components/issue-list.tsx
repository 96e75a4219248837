import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { subjectText } from "@/lib/format/cell";
import { counted } from "@/lib/format/count";
import { issueRemedy } from "@/lib/format/issue-remedy";
import { issueTitle } from "@/lib/format/issue-title";
import { sideName } from "@/lib/format/side";
import type { IssueGroupView } from "@/lib/services/issues/list-issues";
import type { SideView } from "@/lib/services/registries/registry-view";
import { IssueBadge } from "./issue-badge";
import { KindIcon } from "./ui/kind-icon";
import { Moment } from "./ui/moment";

interface Props {
  /** The address of the registry's issues. */
  readonly base: string;
  readonly sides: readonly SideView[];
  readonly issues: readonly IssueGroupView[];
  /** What can be done about a group. */
  readonly actionsOf?: (issue: IssueGroupView) => ReactNode;
}

/** Issues by cause, errors and those with most rows first; each opens to how it is mended and which rows it concerns. */
export function IssueList({ base, sides, issues, actionsOf }: Props) {
  return (
    <ul aria-label="Issues" className="card divide-y divide-line">
      {issues.map((issue) => (
        <li key={`${issue.side} ${issue.field} ${issue.reason}`}>
          <Issue
            issue={issue}
            side={sides.find((side) => side.id === issue.side)}
            href={`${base}/group?${groupQuery(issue)}`}
          >
            {actionsOf?.(issue)}
          </Issue>
        </li>
      ))}
    </ul>
  );
}

/** What names a group in an address: to be sent to a colleague, or asked of the API. */
const groupQuery = ({ side, field, reason }: IssueGroupView): string =>
  new URLSearchParams({ side, field: field ?? "", reason }).toString();

interface IssueProps {
  readonly issue: IssueGroupView;
  readonly side: SideView | undefined;
  readonly href: string;
  readonly children: ReactNode;
}

function Issue({ issue, side, href, children }: IssueProps) {
  return (
    <details className="group">
      <summary className="flex list-none items-start gap-3 px-4 py-3 hover:bg-sunken/60">
        <ChevronRight
          size={15}
          aria-hidden
          className="mt-0.5 shrink-0 text-ink-faint transition-transform group-open:rotate-90"
        />
        <span className="min-w-0 flex-1">
          <span className="font-medium">{issueTitle(issue)}</span>
          <span className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-xs text-ink-soft">
            {side && <KindIcon kind={side.kind} size={14} isNamed />}
            {side && sideName(side)} · first seen <Moment at={issue.firstSeen} /> · last seen{" "}
            <Moment at={issue.lastSeen} />
          </span>
        </span>
        <IssueBadge issue={issue} />
      </summary>
      <div className="space-y-3 px-4 pt-0.5 pb-4 pl-11">
        <p>
          <span className="eyebrow block">How to fix</span>
          {issueRemedy(issue.reason, issue.severity)}
        </p>
        <div>
          <span className="eyebrow block">Rows</span>
          <ul className="mt-1 flex flex-wrap gap-1.5">
            {issue.subjects.map((subject) => (
              <li key={subject} className="rounded bg-calm-soft px-1.5 font-mono text-xs leading-5">
                {subjectText(subject)}
              </li>
            ))}
          </ul>
          <Link href={href} className="mt-1.5 inline-block font-medium text-accent hover:underline">
            {issue.rows === 1
              ? "See the row and its values"
              : `See all ${counted(issue.rows, "row")} and their values`}
          </Link>
        </div>
        <p>
          <span className="eyebrow block">Details</span>
          <code className="font-mono text-xs">{issue.reason}</code>
          {issue.severity === "warning" && ", a warning: nothing is held back"}
          {issue.skipped > 0 && `, ${counted(issue.skipped, "row")} put aside`}
        </p>
        {children}
      </div>
    </details>
  );
}
