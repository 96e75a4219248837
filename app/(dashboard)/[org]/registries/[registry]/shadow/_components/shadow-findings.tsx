import type { ReactNode } from "react";
import { brakeWord } from "@/lib/format/brake-word";
import { counted, formatCount } from "@/lib/format/count";
import { pairReason } from "@/lib/format/matching";
import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { ShadowReport } from "@/lib/services/runs/shadow-report";

interface Props {
  readonly registry: RegistryView;
  readonly report: ShadowReport;
}

/** Safety rules, conflicts and issues that the runs met. */
export function ShadowFindings({ registry, report }: Props) {
  const nameOf = (id: string): string => {
    const side = registry.sides.find((own) => own.id === id);
    return side ? `${kindWord(side.kind)} (${sideName(side)})` : id;
  };
  return (
    <div className="grid gap-5 md:grid-cols-3">
      <Findings title="Safety rules" none={`No rule would have held any of ${counted(report.runs, "run")}.`}>
        {report.brakes.map((brake) => (
          <li key={`${brake.kind} ${brake.side}`} className="px-4 py-2.5">
            <p className="font-medium text-warn">{brakeWord(brake.kind)}</p>
            <p className="text-ink-soft">{brake.message}</p>
            <p className="text-xs text-ink-faint tabular-nums">
              {brake.severity === "stop" ? "Would have stopped" : "Would have held"}{" "}
              {counted(brake.runs, "run")}
            </p>
          </li>
        ))}
      </Findings>
      <Findings title="Conflicts" none="No cell was changed differently on two sides.">
        {report.conflicts.map(({ rule, field, resolved, count }) => (
          <li key={`${rule} ${field} ${resolved}`} className="px-4 py-2.5">
            <span className="font-medium tabular-nums">{formatCount(count)}</span>{" "}
            {field ? `in ${field}` : "rows"}:{" "}
            <span className="text-ink-soft">{resolved ? pairReason(rule) : pairReason("manual")}</span>
          </li>
        ))}
      </Findings>
      <Findings title="Issues" none="The newest run could accept every row.">
        {report.issues.map((issue) => (
          <li key={`${issue.side} ${issue.reason}`} className="px-4 py-2.5">
            <p>
              <span className="font-medium">{counted(issue.rows, "row")}</span>{" "}
              <span className="text-ink-soft">in {nameOf(issue.side)}</span>
            </p>
            <p className="text-ink-soft">{issue.message}</p>
          </li>
        ))}
      </Findings>
    </div>
  );
}

interface FindingsProps {
  readonly title: string;
  readonly none: string;
  readonly children: readonly ReactNode[];
}

function Findings({ title, none, children }: FindingsProps) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 text-[0.9375rem] font-semibold">{title}</h2>
      <ul className="card divide-y divide-line">
        {children.length > 0 ? children : <li className="px-4 py-2.5 text-ink-soft">{none}</li>}
      </ul>
    </section>
  );
}
