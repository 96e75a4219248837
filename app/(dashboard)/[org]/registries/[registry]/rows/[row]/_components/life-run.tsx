import { History } from "lucide-react";
import Link from "next/link";
import { CellValue } from "@/components/cell-value";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { KindIcon } from "@/components/ui/kind-icon";
import { Moment } from "@/components/ui/moment";
import { outcomeWord, writeWord } from "@/lib/format/outcome";
import { askedBy, runKindWord } from "@/lib/format/run-word";
import { kindWord } from "@/lib/format/setting";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { SideView } from "@/lib/services/registries/registry-view";
import type { RowDetailView } from "@/lib/services/rows/get-row";
import type { CellChangeView, LifeEventView } from "@/lib/services/rows/life-event-view";
import { restoreToVersion } from "../actions";

type RunEvent = Extract<LifeEventView, { kind: "run" }>;

interface Props {
  readonly event: RunEvent;
  readonly row: RowDetailView;
  readonly sides: readonly SideView[];
  readonly names: ActorNames;
}

const CHANGES: Record<RunEvent["change"], string> = {
  created: "Taken up",
  changed: "Changed",
  deleted: "Deleted",
  unchanged: "Brought to a side",
};

/** What one run made of the row, and what each side was told. */
export function LifeRun({ event, row, sides, names }: Props) {
  const org = useOrganization();
  const { version } = event;
  const isPast = version !== null && version !== row.version && event.change !== "deleted";
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-0">
          <span className="font-medium">{CHANGES[event.change]}</span>{" "}
          <span className="text-ink-soft">
            by {event.runKind === "undo" ? "an" : "a"}{" "}
            <Link href={`/${org}/runs/${event.runId}`} className="text-accent underline">
              {runKindWord(event.runKind).toLowerCase()}
            </Link>
            , asked for by {names[event.trigger.ref] ?? askedBy(event.trigger.type)}
            {event.decidedBy &&
              `, ${event.decidedBy.decision} by ${names[event.decidedBy.ref] ?? "a person"}`}
          </span>
        </p>
        <span className="ml-auto flex items-center gap-3 text-xs text-ink-soft">
          {version !== null && <span className="whitespace-nowrap tabular-nums">Version {version}</span>}
          <Moment at={event.at} />
          {isPast && (
            <ActionButton
              action={() => restoreToVersion(org, row.id, version)}
              icon={<History size={14} aria-hidden />}
              label="Restore to this point"
              describedAs={`Restore to version ${version}`}
            />
          )}
        </span>
      </div>
      {event.change !== "deleted" && <Cells change={event.change} cells={event.cells} />}
      <ul className="mt-1.5 flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-soft">
        {event.writes.map((write) => {
          const side = sides.find((candidate) => candidate.id === write.side);
          return (
            <li key={`${write.side} ${write.op}`} className="flex items-center gap-1.5">
              {side && <KindIcon kind={side.kind} size={14} />}
              {side && kindWord(side.kind)} {writeWord(write.op)}
              {outcomeWord(write.outcome) && (
                <span className="text-warn">
                  {outcomeWord(write.outcome)}
                  {write.reason && `: ${write.reason}`}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Cells({
  change,
  cells,
}: {
  readonly change: RunEvent["change"];
  readonly cells: readonly CellChangeView[];
}) {
  if (cells.length === 0) return null;
  return (
    <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
      {cells.map(({ field, before, after }) => (
        <div key={field} className="flex min-w-0 flex-wrap gap-x-1.5">
          <dt className="text-ink-faint">{field}</dt>
          <dd className="flex min-w-0 flex-wrap gap-x-1.5">
            {change !== "created" && (
              <del className="text-bad decoration-bad/60">
                <CellValue value={before} />
              </del>
            )}
            <ins className="text-good no-underline">
              <CellValue value={after} />
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
