"use client";

import { Check, X } from "lucide-react";
import { ActionButton } from "@/components/action-button";
import { ChangeDiff } from "@/components/change-diff";
import { useOrganization } from "@/components/live/organization";
import { Moment } from "@/components/moment";
import { brakeWord } from "@/lib/format/brake-word";
import { planSentence } from "@/lib/format/plan-sentence";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { ChangeView } from "@/lib/services/runs/browse-runs";
import type { RunView } from "@/lib/services/runs/run-view";
import { approve, reject } from "../actions";

interface Props {
  readonly run: RunView;
  readonly registry: RegistryView;
  readonly sample: readonly ChangeView[];
}

/** A held plan: what it would do, which rule held it and its number, and the two ways to decide. */
export function ApprovalCard({ run, registry, sample }: Props) {
  const org = useOrganization();
  return (
    <section aria-labelledby="approval" className="card border-warn/40">
      <div className="border-b px-4 py-3.5">
        <h2 id="approval" className="text-[0.9375rem] font-semibold">
          This plan waits for your decision
        </h2>
        <p className="mt-0.5">
          {planSentence(run.perSide, registry.sides)} Held since{" "}
          <Moment at={run.phases.at(-1)?.finishedAt ?? run.createdAt} />.
        </p>
        <ul className="mt-3 space-y-2">
          {run.brakes.map((brake) => (
            <li key={`${brake.kind} ${brake.sideId}`} className="rounded-[8px] bg-warn-soft px-3 py-2">
              <p className="font-medium text-warn">{brakeWord(brake.kind)}</p>
              <p>{brake.message}</p>
            </li>
          ))}
        </ul>
      </div>
      {sample.length > 0 && (
        <div className="px-4 py-3">
          <p className="eyebrow mb-1">The first of them</p>
          <ul className="divide-y divide-line">
            {sample.map((change) => (
              <li key={`${change.rowId} ${change.side}`} className="py-2">
                <ChangeDiff change={change} registry={registry} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-3 rounded-b-[10px] border-t bg-sunken px-4 py-3">
        <p className="mr-auto text-ink-soft">
          Nothing was written. If nobody decides it stays so, and nothing is lost.
        </p>
        <span className="flex gap-2">
          <ActionButton
            look="danger"
            action={() => reject(org, run.id)}
            icon={<X size={14} aria-hidden />}
            label="Reject"
          />
          <ActionButton
            look="primary"
            action={() => approve(org, run.id, run.planHash ?? "")}
            icon={<Check size={14} aria-hidden />}
            label="Approve once"
          />
        </span>
      </div>
    </section>
  );
}
