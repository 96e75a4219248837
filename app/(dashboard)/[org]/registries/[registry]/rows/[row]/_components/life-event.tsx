import { CircleAlert, GitCompareArrows, Hand, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { CellValue } from "@/components/cell-value";
import { KindIcon } from "@/components/ui/kind-icon";
import { Moment } from "@/components/ui/moment";
import { counted } from "@/lib/format/count";
import { decidedByWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { SideView } from "@/lib/services/registries/registry-view";
import type { RowDetailView } from "@/lib/services/rows/get-row";
import type { LifeEventView } from "@/lib/services/rows/life-event-view";
import { LifeRun } from "./life-run";

interface Props {
  readonly event: LifeEventView;
  readonly row: RowDetailView;
  readonly sides: readonly SideView[];
  readonly names: ActorNames;
}

const ICONS = { run: RefreshCw, conflict: GitCompareArrows, issue: CircleAlert, order: Hand };

/** One thing that happened to the row. */
export function LifeEvent({ event, row, sides, names }: Props) {
  const Icon = ICONS[event.kind];
  return (
    <div className="flex gap-3">
      <Icon size={15} aria-hidden className="mt-0.5 shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        {event.kind === "run" ? (
          <LifeRun event={event} row={row} sides={sides} names={names} />
        ) : (
          <Told event={event} sides={sides} names={names} />
        )}
      </div>
    </div>
  );
}

type Other = Exclude<LifeEventView, { kind: "run" }>;

function Told({ event, sides, names }: Omit<Props, "event" | "row"> & { readonly event: Other }) {
  switch (event.kind) {
    case "conflict":
      return (
        <Line
          title={event.field === null ? "Deleted and edited" : `Conflict on ${event.field}`}
          at={event.at}
        >
          {event.candidates.map(({ side: id, value }) => (
            <OnSide key={id} side={sides.find((side) => side.id === id)}>
              <CellValue value={value} />
            </OnSide>
          ))}
          <p className={event.resolved ? "text-ink-soft" : "text-warn"}>
            {event.resolved ? `Settled: ${decidedByWord(event.decidedBy)}` : "It waits for a person"}
          </p>
        </Line>
      );
    case "issue":
      return (
        <Line title={event.field === null ? "Issue" : `Issue with ${event.field}`} at={event.at}>
          <OnSide side={sides.find((side) => side.id === event.side)}>{event.message}</OnSide>
          <p className={event.open ? "text-warn" : "text-ink-soft"}>
            {event.open ? "Open" : "Mended"}, seen {counted(event.times, "time")}, last{" "}
            <Moment at={event.lastSeen} />
          </p>
        </Line>
      );
    case "order":
      return (
        <Line title={`Ordered by ${names[event.by.ref] ?? "a person"}, for the next run`} at={event.at}>
          {event.cells.map(({ field, value }) => (
            <p key={field}>
              <span className="text-ink-faint">{field}</span> <CellValue value={value} />
            </p>
          ))}
        </Line>
      );
    default:
      return event satisfies never;
  }
}

interface LineProps {
  readonly title: string;
  readonly at: string;
  readonly children: ReactNode;
}

function Line({ title, at, children }: LineProps) {
  return (
    <>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{title}</span>
        <span className="text-xs text-ink-soft">
          <Moment at={at} />
        </span>
      </p>
      <div className="mt-1 space-y-0.5">{children}</div>
    </>
  );
}

function OnSide({ side, children }: { readonly side: SideView | undefined; readonly children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5">
      {side && <KindIcon kind={side.kind} size={15} />}
      {side && <span className="sr-only">{sideName(side)}:</span>}
      <span className="min-w-0">{children}</span>
    </p>
  );
}
