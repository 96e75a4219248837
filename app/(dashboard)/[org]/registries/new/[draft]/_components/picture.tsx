"use client";

import { ArrowDown, ArrowUp, ArrowUpDown, Equal } from "lucide-react";
import { KindIcon } from "@/components/ui/kind-icon";
import { counted, formatCount } from "@/lib/format/count";
import { sideFlow } from "@/lib/format/flow";
import { kindWord, scheduleWord, strategyWord } from "@/lib/format/setting";
import type { DraftSide } from "@/lib/services/drafts/draft-input";
import { useWizard } from "./wizard-context";

const ARROWS = { both: ArrowUpDown, in: ArrowDown, out: ArrowUp, off: ArrowUpDown };

/** What has been decided so far, as a picture: the systems, the registry between them, and where values will flow. */
export function Picture() {
  const { parts, draft } = useWizard();
  const mapped = parts.fields.filter(({ ref }) => {
    const on = parts.sides.filter((side) => isMapped(side, ref));
    return on.length > 1;
  });
  const key = parts.fields.filter(({ ref }) => parts.key.includes(ref)).map(({ name }) => name);
  return (
    <aside aria-label="What is decided so far" className="lg:sticky lg:top-8 lg:self-start">
      <h2 className="eyebrow mb-2">So far</h2>
      {parts.sides.length === 0 && (
        <p className="rounded-[10px] border border-dashed border-line-strong px-4 py-6 text-center text-ink-soft">
          The places that you choose stand here, with what flows between them.
        </p>
      )}
      <ul>
        {parts.sides.map((side) => (
          <SideBox key={side.ref} side={side} />
        ))}
      </ul>
      {parts.sides.length > 0 && (
        <div className="card bg-sunken px-3.5 py-3 shadow-none">
          <p className="flex items-center gap-2 font-medium">
            <Equal size={16} aria-hidden className="text-accent" />
            <span className="truncate">{parts.name}</span>
          </p>
          <dl className="mt-1.5 space-y-0.5 text-xs text-ink-soft">
            <Fact
              word="Fields"
              said={
                parts.fields.length === 0
                  ? null
                  : `${formatCount(mapped.length)} of ${formatCount(parts.fields.length)} mapped`
              }
            />
            <Fact word="Key" said={key.length === 0 ? null : key.join(" + ")} />
            <Fact
              word="Runs"
              said={parts.schedule ? scheduleWord(parts.schedule) : "as often as the plan allows"}
            />
            <Fact word="On a conflict" said={strategyWord(parts.conflict ?? "last-write-wins")} />
            <Fact word="Rules" said={parts.rules.length === 0 ? null : counted(parts.rules.length, "rule")} />
          </dl>
        </div>
      )}
      {draft.state !== "started" && (
        <p className="mt-3 text-xs text-ink-soft">Nothing is written until you press Start.</p>
      )}
    </aside>
  );
}

const isMapped = (side: DraftSide, ref: string): boolean =>
  side.mappings.some(({ field, direction }) => field === ref && direction !== "off");

function Fact({ word, said }: { readonly word: string; readonly said: string | null }) {
  return (
    <div className="flex justify-between gap-3">
      <dt>{word}</dt>
      <dd className="min-w-0 truncate text-ink">{said ?? <span className="text-ink-faint">not yet</span>}</dd>
    </div>
  );
}

function SideBox({ side }: { readonly side: DraftSide }) {
  const { draft } = useWizard();
  const look = draft.looks.find((one) => one.side === side.ref);
  const read = draft.survey?.sides.find((one) => one.side === side.ref);
  const rows = read?.state === "done" ? read.rows : (look?.rowCount ?? null);
  const flow = side.mappings.length === 0 ? "both" : sideFlow(side.mappings);
  const Arrow = ARROWS[flow];
  return (
    <li>
      <div className="card flex items-center gap-3 px-3.5 py-2.5">
        {look && <KindIcon kind={look.kind} size={20} isNamed />}
        <div className="min-w-0">
          <p className="truncate font-medium">{look?.title ?? "Looking at the place…"}</p>
          <p className="text-xs text-ink-soft tabular-nums">
            {look && kindWord(look.kind)}
            {draft.state !== "started" && ` · ${rows === null ? "not counted yet" : counted(rows, "row")}`}
          </p>
        </div>
      </div>
      <div aria-hidden className="relative mx-auto h-6 w-px bg-line-strong">
        <span className="absolute top-1/2 left-1/2 grid size-5 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full border border-line-strong bg-surface text-ink-soft">
          <Arrow size={12} />
        </span>
      </div>
    </li>
  );
}
