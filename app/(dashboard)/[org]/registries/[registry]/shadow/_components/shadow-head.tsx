"use client";

import { Rocket, ShieldCheck } from "lucide-react";
import { KindIcon } from "@/components/ui/kind-icon";
import { Moment } from "@/components/ui/moment";
import { counted, formatCount } from "@/lib/format/count";
import { sideName } from "@/lib/format/side";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { ShadowReport } from "@/lib/services/runs/shadow-report";
import { goLive } from "../../../../_first-sync/actions";
import { BeginButton } from "../../../../_first-sync/begin-button";

interface Props {
  readonly registry: RegistryView;
  readonly report: ShadowReport;
}

/** What all shadow runs together would have done, the proof that they did nothing, and the way to go live. */
export function ShadowHead({ registry, report }: Props) {
  return (
    <section aria-labelledby="would-have" className="card">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3 px-4 py-3.5">
        <div className="min-w-0 flex-1">
          <h2 id="would-have" className="text-[0.9375rem] font-semibold">
            What would have happened
          </h2>
          <p className="mt-0.5 text-ink-soft">
            {counted(report.runs, "run")} since <Moment at={report.since} />. A change that several runs
            planned is counted once.
          </p>
        </div>
        <Proof written={report.written} />
      </div>
      <ul className="grid divide-line border-t max-sm:divide-y sm:auto-cols-fr sm:grid-flow-col sm:divide-x">
        {registry.sides.map((side) => {
          const own = report.perSide[side.id] ?? { create: 0, update: 0, delete: 0 };
          return (
            <li key={side.id} className="min-w-0 px-4 py-3">
              <p className="flex items-center gap-2 font-medium">
                <KindIcon kind={side.kind} isNamed />
                <span className="truncate">{sideName(side)}</span>
              </p>
              <p className="mt-1.5 text-ink-soft tabular-nums">
                {formatCount(own.create)} created, {formatCount(own.update)} updated,{" "}
                {formatCount(own.delete)} deleted
              </p>
            </li>
          );
        })}
      </ul>
      {report.isInShadow && (
        <div className="flex flex-wrap items-center gap-3 rounded-b-[10px] border-t bg-sunken px-4 py-3">
          <p className="mr-auto max-w-xl text-ink-soft">
            Going live keeps the directions and rules as they are and starts a run that writes. Its safety
            rules hold it as they would have held the runs below.
          </p>
          <BeginButton
            look="primary"
            begin={(org) => goLive(org, registry.id)}
            icon={<Rocket size={14} aria-hidden />}
            label="Go live"
          />
        </div>
      )}
    </section>
  );
}

function Proof({ written }: { readonly written: ShadowReport["written"] }) {
  if (written.operations > 0 || written.runs > 0)
    return (
      <p className="font-medium text-bad">
        {counted(written.operations, "write")} went out in {counted(written.runs, "run")}
      </p>
    );
  return (
    <p className="flex items-center gap-1.5 font-medium text-good">
      <ShieldCheck size={16} aria-hidden />0 writes went out
    </p>
  );
}
