import Link from "next/link";
import { Chip } from "@/components/ui/chip";
import type { DataColumn } from "@/components/ui/data-table-column";
import { useNow } from "@/components/ui/moment";
import { formatCount } from "@/lib/format/count";
import { span } from "@/lib/format/moment";
import { askedBy, isUnderWay, runKindWord, runWord, wasHeld } from "@/lib/format/run-word";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { ActivityView } from "@/lib/services/runs/list-activity";
import { Started } from "../../_components/started";
import { UndoRun } from "../../runs/[run]/_components/undo-run";

/** Of everything that a run does: its state, its time, what it read, asked of the sides and got. */
export function activityColumns(
  org: string,
  registries: readonly RegistryView[],
  names: ActorNames,
): DataColumn<ActivityView>[] {
  const byId = new Map(registries.map(({ id, name }) => [id, name]));
  const number = (
    id: string,
    head: string,
    read: (run: ActivityView) => number | null,
  ): DataColumn<ActivityView> => ({
    ...{ id, head, align: "right", width: 76 },
    cell: (run) => <Count value={read(run)} />,
  });
  return [
    {
      id: "status",
      head: "Run",
      cell: (run) => (
        <State org={org} run={run} registry={byId.get(run.registryId) ?? "a deleted registry"} />
      ),
    },
    {
      id: "start",
      head: "Started",
      width: 132,
      cell: (run) => <Started run={run} by={names[run.trigger.ref] ?? askedBy(run.trigger.type)} />,
    },
    { id: "duration", head: "Took", width: 92, cell: (run) => <Took run={run} /> },
    number("read", "Rows read", ({ counts }) => Object.values(counts.read).reduce((sum, n) => sum + n, 0)),
    number("operations", "Operations", ({ counts }) => counts.create + counts.update + counts.delete),
    number("ok", "OK", ({ written }) => written?.ok ?? null),
    number("rejected", "Rejected", ({ written }) => written?.rejected ?? null),
    number("held", "Held", (run) => (wasHeld(run) ? 1 : 0)),
    number("conflicts", "Conflicts", ({ counts }) => counts.conflict),
    { id: "undo", head: "Undo", isHeadHidden: true, cell: (run) => <UndoRun run={run} /> },
  ];
}

interface StateProps {
  readonly org: string;
  readonly run: ActivityView;
  readonly registry: string;
}

function State({ org, run, registry }: StateProps) {
  const { word, tone } = runWord(run);
  return (
    <Link href={`/${org}/runs/${run.id}`} className="inline-flex flex-col items-start gap-1">
      <Chip tone={tone} word={word} />
      <span className="text-small text-ink-soft">
        {runKindWord(run.kind)} of {registry}
      </span>
    </Link>
  );
}

function Took({ run }: { readonly run: ActivityView }) {
  const now = useNow(isUnderWay(run.status) ? 1000 : 60_000);
  if (run.status === "held") return <>waits</>;
  if (!run.startedAt) return <span className="text-ink-faint">–</span>;
  return (
    <span className="whitespace-nowrap tabular-nums" suppressHydrationWarning>
      {span(run.startedAt, run.finishedAt, now)}
    </span>
  );
}

/** What nobody has counted is no 0. */
function Count({ value }: { readonly value: number | null }) {
  if (value === null) return <span title="Not counted">–</span>;
  return <span className={value === 0 ? "text-ink-faint" : undefined}>{formatCount(value)}</span>;
}
