"use client";

import { settledSentence } from "@/lib/format/conflict-word";
import type { ConflictView } from "@/lib/services/conflicts/conflict-view";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { Problem } from "../ui/problem";
import type { ConflictActions } from "./conflict-actions";
import { SettledRow } from "./settled-row";
import { useQueue } from "./use-queue";

interface Props {
  readonly registry: RegistryView;
  readonly conflicts: readonly ConflictView[];
  readonly actions: ConflictActions;
}

/** Conflicts that are settled: what each side had, which rule decided, and the other values, which can still be used. */
export function SettledConflicts({ registry, conflicts, actions }: Props) {
  const queue = useQueue(conflicts, actions);
  return (
    <div className="space-y-3">
      {queue.problem && <Problem title={queue.problem.message} remedy={queue.problem.remedy} />}
      <div className="card overflow-x-auto">
        <table className="w-full min-w-[760px]">
          <thead>
            <tr className="border-b">
              {["Cell", "Before", "Sides", "Result", "When"].map((column) => (
                <th key={column} scope="col" className="table-head px-3 py-2 first:pl-4 last:pr-4">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {queue.lines.map((conflict) => (
              <SettledRow
                key={conflict.id}
                conflict={conflict}
                registry={registry}
                queue={queue}
                why={settledSentence(conflict.decidedBy)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p aria-live="polite" className="sr-only">
        {queue.said}
      </p>
    </div>
  );
}
