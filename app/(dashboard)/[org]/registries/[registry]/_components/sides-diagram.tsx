import { ArrowDown, ArrowUp, ArrowUpDown, CircleOff } from "lucide-react";
import { KindIcon } from "@/components/ui/kind-icon";
import { Moment } from "@/components/ui/moment";
import { counted, formatCount } from "@/lib/format/count";
import { type Flow, flowWord, sideFlow } from "@/lib/format/flow";
import { countRead } from "@/lib/format/run-word";
import { kindWord, modeWord, scheduleWord, strategyWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { RegistryView, SideView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";

const ARROWS = { both: ArrowUpDown, in: ArrowDown, out: ArrowUp, off: CircleOff };

interface Props {
  readonly registry: RegistryView;
  /** Its newest, the newest first. */
  readonly runs: readonly RunView[];
}

/** The sides above, the registry below, and between them where values flow. */
export function SidesDiagram({ registry, runs }: Props) {
  const { sides } = registry;
  const checked = runs.find((run) => run.finishedAt !== null && run.counts.verified !== null) ?? null;
  const read = runs.find((run) => run.planHash !== null)?.counts;
  return (
    <section aria-label="Sides">
      <ul className="grid gap-2 sm:gap-3 sm:grid-cols-[repeat(auto-fit,minmax(210px,1fr))] sm:gap-y-0">
        {sides.map((side) => (
          <Side key={side.id} side={side} read={read ? countRead(read, side.id) : null} />
        ))}
      </ul>
      <div className="card mt-3 flex flex-wrap items-baseline gap-x-6 gap-y-1 bg-sunken px-4 py-2.5 shadow-none sm:mt-0">
        <p className="tabular-nums">
          <strong className="font-semibold">{formatCount(registry.rows)}</strong>{" "}
          <span className="text-ink-soft">{registry.rows === 1 ? "row" : "rows"}</span>
          <Equality run={checked} isNow={registry.state === "up-to-date"} />
        </p>
        <p className="text-ink-soft sm:ml-auto">
          Key {registry.key.join(" + ")} · {modeWord(registry.mode)} · {scheduleWord(registry.schedule)} · On
          a conflict {strategyWord(registry.conflict)}
        </p>
      </div>
    </section>
  );
}

/** How many rows are equal, and as of when: green only while nothing newer is known. */
function Equality({ run, isNow }: { readonly run: RunView | null; readonly isNow: boolean }) {
  if (run === null || run.counts.verified === null || run.counts.rows === null) return null;
  const { verified, rows } = run.counts;
  const tone = verified < rows ? "text-warn" : isNow ? "text-good" : "text-ink-soft";
  return (
    <span className={tone}>
      {" "}
      · {formatCount(verified)} of {formatCount(rows)} equal on all sides, checked{" "}
      <Moment at={run.finishedAt} />
    </span>
  );
}

function Side({ side, read }: { readonly side: SideView; readonly read: string | null }) {
  const flow: Flow = sideFlow(side.mappings);
  const Arrow = ARROWS[flow];
  const mapped = side.mappings.filter(({ direction }) => direction !== "off").length;
  return (
    <li>
      <div className="card flex items-center gap-3 px-3.5 py-2 sm:items-start sm:py-3">
        <KindIcon kind={side.kind} size={22} isNamed />
        <div className="min-w-0">
          <p className="truncate font-medium" title={side.title}>
            {sideName(side)}
          </p>
          <p className="text-xs text-ink-soft">
            {kindWord(side.kind)} · {counted(mapped, "field")}
            <span className="sm:sr-only"> · {flowWord(flow)}</span>
          </p>
          <p className="mt-1 text-xs text-ink-soft tabular-nums max-sm:hidden">
            {read === null ? "Not read yet" : `${read} in the last read`}
          </p>
        </div>
      </div>
      <div
        aria-hidden
        className="relative mx-auto hidden h-8 w-px bg-line-strong sm:block"
        title={flowWord(flow)}
      >
        <span className="absolute top-1/2 left-1/2 grid size-5 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full border border-line-strong bg-surface text-ink-soft">
          <Arrow size={12} />
        </span>
      </div>
    </li>
  );
}
