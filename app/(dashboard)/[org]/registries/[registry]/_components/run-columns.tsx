import clsx from "clsx";
import Link from "next/link";
import { useOrganization } from "@/components/live/organization";
import { Chip } from "@/components/ui/chip";
import type { DataColumn } from "@/components/ui/data-table-column";
import { useNow } from "@/components/ui/moment";
import { formatCount } from "@/lib/format/count";
import { span } from "@/lib/format/moment";
import { askedBy, canBeUndone, isUnderWay, mayWrite, runKindWord, runWord } from "@/lib/format/run-word";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { RunView } from "@/lib/services/runs/run-view";
import { Started } from "../../../_components/started";

/** What a run did, as columns: what it read, what it asked the sides for, and what they took. */
export const runColumns = (names: ActorNames): readonly DataColumn<RunView>[] => [
  { id: "status", head: "Status", cell: (run) => <Status run={run} /> },
  {
    id: "started",
    head: "Started",
    cell: (run) => <Started run={run} by={names[run.trigger.ref] ?? askedBy(run.trigger.type)} />,
    width: 96,
  },
  { id: "took", head: "Took", cell: (run) => <Duration run={run} />, width: 88 },
  {
    id: "read",
    head: "Rows read",
    cell: ({ counts }) => <Count value={sum(Object.values(counts.read))} />,
    width: 88,
    align: "right",
  },
  {
    id: "operations",
    head: "Operations",
    cell: ({ counts }) => <Count value={operationsOf(counts)} />,
    width: 96,
    align: "right",
  },
  {
    id: "taken",
    head: "OK",
    cell: (run) => <Count value={wrote(run) ? run.counts.done : null} tone="text-good" />,
    width: 72,
    align: "right",
  },
  {
    id: "not-taken",
    head: "Rejected",
    cell: (run) => <Count value={wrote(run) ? run.counts.failed : null} tone="text-bad" />,
    width: 84,
    align: "right",
  },
  {
    id: "conflicts",
    head: "Conflicts",
    cell: ({ counts }) => <Count value={counts.conflict} tone="text-warn" />,
    width: 84,
    align: "right",
  },
  { id: "equal", head: "Equal", cell: (run) => <Equal run={run} />, width: 116, align: "right" },
  { id: "undo", head: "Undo", isHeadHidden: true, cell: (run) => <Undo run={run} />, width: 84 },
];

const sum = (counts: readonly number[]): number => counts.reduce((all, own) => all + own, 0);

const operationsOf = ({ create, update, delete: gone }: RunView["counts"]): number => create + update + gone;

/** A plan that was only looked at has operations that nobody was asked for. */
const wrote = ({ kind, status }: RunView): boolean => mayWrite(kind) && status !== "held";

function Status({ run }: { readonly run: RunView }) {
  const org = useOrganization();
  const { word, tone } = runWord(run);
  return (
    <Link href={`/${org}/runs/${run.id}`} className="flex flex-wrap items-center gap-x-2">
      <Chip tone={tone} word={word} />
      {run.kind !== "sync" && <span className="text-small text-ink-soft">{runKindWord(run.kind)}</span>}
    </Link>
  );
}

function Duration({ run }: { readonly run: RunView }) {
  const now = useNow(isUnderWay(run.status) ? 1000 : 60_000);
  const took = run.startedAt ? span(run.startedAt, run.finishedAt, now) : "–";
  return (
    <span className="whitespace-nowrap text-ink-soft tabular-nums" suppressHydrationWarning>
      {run.status === "held" ? "held" : took}
    </span>
  );
}

/** null = was not counted. */
function Count({ value, tone = "text-ink" }: { readonly value: number | null; readonly tone?: string }) {
  return (
    <span className={clsx("tabular-nums", value ? tone : "text-ink-faint")}>
      {value === null ? "–" : formatCount(value)}
    </span>
  );
}

function Equal({ run: { counts } }: { readonly run: RunView }) {
  return (
    <span className="whitespace-nowrap text-ink-soft tabular-nums">
      {counts.verified === null || counts.rows === null
        ? "–"
        : `${formatCount(counts.verified)} of ${formatCount(counts.rows)}`}
    </span>
  );
}

/** Leads to the run, which says what an undo would mean before it is asked for. */
function Undo({ run }: { readonly run: RunView }) {
  const org = useOrganization();
  if (!canBeUndone(run)) return null;
  return (
    <Link
      href={`/${org}/runs/${run.id}`}
      className="text-small whitespace-nowrap text-accent hover:underline"
    >
      Undo …
    </Link>
  );
}
