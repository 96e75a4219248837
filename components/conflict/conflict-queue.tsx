"use client";

import { Keyboard } from "lucide-react";
import { useRouter } from "next/navigation";
import { Fragment, lazy, Suspense, useRef, useState } from "react";
import { kindWord } from "@/lib/format/setting";
import type { ConflictView } from "@/lib/services/conflicts/conflict-view";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { useKeyboard } from "../keys/keyboard";
import type { QueueCommand } from "../keys/screen-keys";
import { useOrganization } from "../live/organization";
import { buttonClass } from "../ui/button";
import { Problem } from "../ui/problem";
import type { ConflictActions } from "./conflict-actions";
import { ConflictRow } from "./conflict-row";
import { QueueHead } from "./queue-head";
import { type Queue, useQueue } from "./use-queue";
import { useQueueKeys } from "./use-queue-keys";

// Fetched when somebody enters a value of his own.
const EditValue = lazy(() => import("./edit-value").then((module) => ({ default: module.EditValue })));

interface Props {
  readonly registry: RegistryView;
  readonly conflicts: readonly ConflictView[];
  readonly actions: ConflictActions;
  /** Of the people who have decided and wait for a run. */
  readonly names: ActorNames;
}

/** Conflicts that wait for a person, one line each, to be worked through by mouse or by keys alone. */
export function ConflictQueue({ registry, conflicts, actions, names }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const scope = useRef<HTMLElement>(null);
  const queue = useQueue(conflicts, actions);
  const [editing, setEditing] = useState<string | null>(null);
  const show = useKeyboard();
  useQueueKeys(scope, (command) => {
    if (command.kind === "edit") setEditing(queue.current?.canResolve ? queue.current.id : null);
    else if (command.kind === "open" && queue.current) router.push(`/${org}/conflicts/${queue.current.id}`);
    else obey(queue, registry, command);
  });
  return (
    <section
      ref={scope}
      data-conflict-queue
      aria-label={`Conflicts of ${registry.name}`}
      className="space-y-3"
    >
      {queue.problem && (
        <Problem
          title={queue.problem.message}
          remedy={[...(queue.problem.faults ?? []), queue.problem.remedy ?? ""].join(" ").trim()}
        />
      )}
      <div className="card overflow-x-auto">
        <table className="w-full max-sm:block sm:min-w-[660px] sm:table-fixed">
          <QueueHead sides={registry.sides} />
          <tbody className="divide-y divide-line max-sm:block">
            {queue.lines.map((conflict) => (
              <Fragment key={conflict.id}>
                <ConflictRow
                  conflict={conflict}
                  registry={registry}
                  queue={queue}
                  names={names}
                  edit={() => setEditing(conflict.id)}
                  isEditing={editing === conflict.id}
                />
                {editing === conflict.id && (
                  <tr className="max-sm:block">
                    <td colSpan={registry.sides.length + 3} className="bg-sunken px-4 py-2.5 max-sm:block">
                      <Suspense>
                        <EditValue
                          field={conflict.field ?? ""}
                          type={registry.fields.find(({ name }) => name === conflict.field)?.type ?? "text"}
                          first={conflict.choice?.value ?? conflict.proposal?.value ?? conflict.current}
                          enter={(value) => queue.decide(conflict, { choice: { value }, value, side: null })}
                          close={() => setEditing(null)}
                        />
                      </Suspense>
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      <button type="button" onClick={() => show("help")} className={buttonClass("quiet", "max-sm:hidden")}>
        <Keyboard size={15} aria-hidden />
        Keys: 1 to {registry.sides.length} use a side, 0 keeps the value before, ? shows all
      </button>
      <p aria-live="polite" className="sr-only">
        {queue.said}
      </p>
    </section>
  );
}

/** Does to the current conflict what a key says; a key without a value behind it says so. */
function obey(queue: Queue, registry: RegistryView, command: QueueCommand): void {
  const { current } = queue;
  if (command.kind === "move") queue.move(command.by);
  else if (command.kind === "skip") queue.skip();
  else if (command.kind === "undo") queue.undo();
  else if (current && !current.canResolve)
    queue.tell({ message: `Your role may not decide on ${current.field}.`, remedy: null });
  else if (command.kind === "base" && current)
    queue.decide(current, { choice: { choose: "base" }, value: current.base, side: null });
  else if (command.kind === "side" && current) {
    const side = registry.sides[command.at];
    const candidate = current.candidates.find((one) => one.side === side?.id);
    if (side && candidate)
      queue.decide(current, { choice: { choose: side.id }, value: candidate.value, side: side.id });
    else if (side)
      queue.tell({
        message: `${kindWord(side.kind)} has no value of its own here.`,
        remedy: "Press 0 to keep the value before.",
      });
  }
}
