import clsx from "clsx";
import Link from "next/link";
import { useOrganization } from "@/components/live/organization";
import { Chip } from "@/components/ui/chip";
import { Moment, useNow } from "@/components/ui/moment";
import { formatCount } from "@/lib/format/count";
import { span } from "@/lib/format/moment";
import { isUnderWay, runKindWord, runWord, triggerWord } from "@/lib/format/run-word";
import type { RunView } from "@/lib/services/runs/run-view";

export function RunLine({ run }: { readonly run: RunView }) {
  const org = useOrganization();
  const now = useNow(isUnderWay(run.status) ? 1000 : 60_000);
  const { word, tone } = runWord(run);
  const { counts } = run;
  return (
    <tr className="relative transition-colors hover:bg-sunken/60">
      <td className="px-3 py-2.5 pl-4">
        <Link
          href={`/${org}/runs/${run.id}`}
          className="flex items-center gap-2 after:absolute after:inset-0"
        >
          <Chip tone={tone} word={word} />
          {run.kind !== "sync" && <span className="text-xs text-ink-soft">{runKindWord(run.kind)}</span>}
        </Link>
      </td>
      <td className="px-3 text-ink-soft">{triggerWord(run.trigger.type)}</td>
      <td className="px-3 text-ink-soft">
        <Moment at={run.startedAt ?? run.createdAt} />
      </td>
      <td className="px-3 whitespace-nowrap text-ink-soft tabular-nums" suppressHydrationWarning>
        {run.status === "held" ? "waits" : run.startedAt ? span(run.startedAt, run.finishedAt, now) : "–"}
      </td>
      <Count value={counts.create} tone="text-good" />
      <Count value={counts.update} />
      <Count value={counts.delete} tone="text-bad" />
      <Count value={counts.conflict} tone="text-warn" />
      <Count value={counts.issue} tone="text-warn" />
      <td className="px-3 pr-4 text-right whitespace-nowrap text-ink-soft tabular-nums">
        {counts.verified === null || counts.rows === null
          ? "–"
          : `${formatCount(counts.verified)} of ${formatCount(counts.rows)}`}
      </td>
    </tr>
  );
}

function Count({ value, tone = "text-ink" }: { readonly value: number; readonly tone?: string }) {
  return (
    <td className={clsx("px-3 text-right tabular-nums", value === 0 ? "text-ink-faint" : tone)}>
      {formatCount(value)}
    </td>
  );
}
