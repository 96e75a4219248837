"use client";

import { ScanSearch } from "lucide-react";
import Link from "next/link";
import { useState, useTransition } from "react";
import type { Asked } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { useLiveRun } from "@/components/live/use-live";
import { buttonClass } from "@/components/ui/button";
import { KindIcon } from "@/components/ui/kind-icon";
import { Refusal } from "@/components/ui/refusal";
import { formatCount } from "@/lib/format/count";
import { isUnderWay } from "@/lib/format/run-word";
import { sideName } from "@/lib/format/side";
import type { UpdateRegistryInput } from "@/lib/services/registries/registry-input";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { previewMapping } from "../actions";

interface Props {
  readonly registry: RegistryView;
  readonly change: UpdateRegistryInput;
  readonly isDisabled: boolean;
}

/** What the change would write, to the cell, before it is saved. */
export function MappingPreview({ registry, change, isDisabled }: Props) {
  const org = useOrganization();
  const [isPending, start] = useTransition();
  const [asked, setAsked] = useState<{ readonly of: string; readonly answer: Asked<RunView> } | null>(null);
  const sign = JSON.stringify(change);
  const look = () =>
    start(async () => setAsked({ of: sign, answer: await previewMapping(org, registry.id, change) }));
  // Of another draft than the one that stands there it would tell nothing.
  const answer = asked?.of === sign ? asked.answer : null;
  return (
    <div className="border-t px-4 py-3">
      <button
        type="button"
        onClick={look}
        disabled={isDisabled || isPending}
        className={buttonClass("plain")}
      >
        <ScanSearch size={14} aria-hidden /> See what it would write
      </button>
      {answer?.refusal && <Refusal refusal={answer.refusal} />}
      {answer?.view && <Effect key={answer.view.id} initial={answer.view} registry={registry} />}
    </div>
  );
}

function Effect({ initial, registry }: { readonly initial: RunView; readonly registry: RegistryView }) {
  const org = useOrganization();
  const { data: run } = useLiveRun(initial);
  const isLooking = isUnderWay(run.status);
  return (
    <div role="status" aria-label="What saving would write" className="mt-3 space-y-1.5">
      {isLooking && <p className="text-ink-soft">Reading the sides. Nothing is saved or written by this.</p>}
      {!isLooking && run.planHash === null && (
        <p className="text-bad">
          It could not be worked out. {run.error?.message} {run.error?.remedy}
        </p>
      )}
      {!isLooking && run.planHash !== null && (
        <>
          <ul className="space-y-1">
            {registry.sides.map((side) => (
              <li key={side.id} className="flex items-center gap-2">
                <KindIcon kind={side.kind} size={14} />
                <span className="text-ink-soft">{sideName(side)}</span>
                <span className="tabular-nums">{writesOf(run, side.id)}</span>
              </li>
            ))}
          </ul>
          <p className="text-ink-soft tabular-nums">
            {formatCount(run.counts.conflict)} conflicts, {formatCount(run.counts.issue)} issues.{" "}
            <Link href={`/${org}/runs/${run.id}`} className="font-medium text-accent hover:underline">
              See every cell
            </Link>
          </p>
        </>
      )}
    </div>
  );
}

function writesOf({ perSide }: RunView, sideId: string): string {
  const side = perSide[sideId];
  if (!side || side.create + side.update + side.delete === 0) return "nothing";
  return `+${formatCount(side.create)} new, ~${formatCount(side.update)} changed, −${formatCount(side.delete)} removed`;
}
