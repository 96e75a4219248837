"use client";

import { Equal } from "lucide-react";
import { ChangeDiff } from "@/components/change-diff";
import type { Page } from "@/components/live/fetch-view";
import { useOlder } from "@/components/live/use-older";
import { Empty } from "@/components/ui/empty";
import { LoadMore } from "@/components/ui/load-more";
import { counted } from "@/lib/format/count";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { ChangeView } from "@/lib/services/runs/browse-runs";
import type { RunView } from "@/lib/services/runs/run-view";

interface Props {
  readonly run: RunView;
  readonly registry: RegistryView;
  readonly initial: Page<ChangeView>;
}

/** Every write of the plan, in the order of the plan. */
export function ChangeList({ run, registry, initial }: Props) {
  const more = useOlder<ChangeView>(`/runs/${run.id}/changes`, initial.nextCursor);
  const changes = [...initial.data, ...more.data];
  const isOver = run.finishedAt !== null;
  const all = run.counts.create + run.counts.update + run.counts.delete;
  return (
    <section aria-labelledby="changes" className="mt-7">
      <h2 id="changes" className="mb-3 text-[0.9375rem] font-semibold">
        {run.kind === "drift-check" ? "What a sync would change" : "Changes"}{" "}
        {all > 0 && <span className="font-normal text-ink-soft tabular-nums">{counted(all, "write")}</span>}
      </h2>
      <div className="card">
        {changes.length === 0 ? (
          <Empty
            isProof={run.planHash !== null}
            icon={Equal}
            title={
              run.planHash === null ? (isOver ? "No plan was made" : "No plan yet") : "Nothing to change"
            }
          >
            {run.planHash === null
              ? `A plan is made once every side is read completely.${isOver ? " Nothing was written." : ""}`
              : `${counted(run.counts.unchanged, "row was", "rows were")} found as they should be.`}
          </Empty>
        ) : (
          <ul className="divide-y divide-line">
            {changes.map((change) => (
              <li key={`${change.rowId} ${change.side} ${change.op}`} className="px-4 py-2.5">
                <ChangeDiff change={change} registry={registry} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <LoadMore list={more} />
    </section>
  );
}
