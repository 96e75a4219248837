import Link from "next/link";
import { keyText } from "@/lib/format/cell";
import { kindWord } from "@/lib/format/setting";
import type { CandidateView, ConflictView } from "@/lib/services/conflicts/conflict-view";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { CellValue } from "../cell-value";
import { useOrganization } from "../live/organization";
import { buttonClass } from "../ui/button";
import { KindIcon } from "../ui/kind-icon";
import { Moment } from "../ui/moment";
import type { Queue } from "./use-queue";

interface Props {
  readonly conflict: ConflictView;
  readonly registry: RegistryView;
  readonly queue: Queue;
  readonly why: string;
}

export function SettledRow({ conflict, registry, queue, why }: Props) {
  const org = useOrganization();
  const isCell = conflict.kind === "cell";
  return (
    <tr className="align-top">
      <th scope="row" className="px-3 py-2.5 pl-4 text-left font-normal">
        <Link href={`/${org}/conflicts/${conflict.id}`} className="font-medium hover:underline">
          {conflict.field ?? "Deleted and edited"}
        </Link>
        <span className="mt-0.5 block font-mono text-xs text-ink-soft">{keyText(conflict.key)}</span>
      </th>
      <td className="max-w-44 px-3 py-2.5 text-ink-soft">{isCell && <CellValue value={conflict.base} />}</td>
      <td className="max-w-80 px-3 py-2.5">
        <ul className="space-y-1">
          {conflict.candidates.map((candidate) => (
            <Loser
              key={candidate.side}
              candidate={candidate}
              conflict={conflict}
              kind={registry.sides.find((side) => side.id === candidate.side)?.kind ?? ""}
              queue={queue}
            />
          ))}
          {!isCell && <DeletedAndEdited conflict={conflict} registry={registry} />}
        </ul>
      </td>
      <td className="max-w-60 px-3 py-2.5">
        {isCell && <CellValue value={conflict.winner} />}
        <span className="block text-xs text-ink-soft">{why}</span>
        <Since conflict={conflict} queue={queue} />
      </td>
      <td className="px-3 py-2.5 pr-4 text-ink-soft">
        <Moment at={conflict.at} />
      </td>
    </tr>
  );
}

interface LoserProps {
  readonly candidate: CandidateView;
  readonly conflict: ConflictView;
  readonly kind: string;
  readonly queue: Queue;
}

function Loser({ candidate, conflict, kind, queue }: LoserProps) {
  const isNow = JSON.stringify(candidate.value) === JSON.stringify(conflict.current);
  return (
    <li className="flex items-start gap-1.5">
      <KindIcon kind={kind} size={15} />
      <span className="min-w-0">
        <CellValue value={candidate.value} />
        {candidate.by && <span className="block text-xs text-ink-soft">{candidate.by}</span>}
      </span>
      {conflict.canResolve && !isNow && !conflict.choice && (
        <button
          type="button"
          onClick={() =>
            queue.decide(conflict, {
              choice: { choose: candidate.side },
              value: candidate.value,
              side: candidate.side,
            })
          }
          aria-label={`Use the value in ${kindWord(kind)} for ${conflict.field} of ${keyText(conflict.key)} instead`}
          className={buttonClass("quiet", "-my-1.5 ml-auto")}
        >
          Use this value
        </button>
      )}
    </li>
  );
}

/** What came after: a decision that waits, or a value that has changed since. */
function Since({ conflict, queue }: { readonly conflict: ConflictView; readonly queue: Queue }) {
  const { choice, current, winner, kind } = conflict;
  if (choice)
    return (
      <span className="mt-1 block text-xs">
        <CellValue value={choice.value} className="font-medium text-good" /> stands with the next run.{" "}
        <button type="button" onClick={() => queue.undo(conflict)} className="text-accent underline">
          Undo
        </button>
      </span>
    );
  if (kind !== "cell" || JSON.stringify(current) === JSON.stringify(winner)) return null;
  return (
    <span className="mt-1 block text-xs text-ink-soft">
      Now <CellValue value={current} className="text-ink" />
    </span>
  );
}

function DeletedAndEdited({
  conflict,
  registry,
}: {
  readonly conflict: ConflictView;
  readonly registry: RegistryView;
}) {
  const names = (ids: readonly string[]) =>
    registry.sides
      .filter((side) => ids.includes(side.id))
      .map((side) => kindWord(side.kind))
      .join(", ");
  return (
    <li className="text-ink-soft">
      Deleted in {names(conflict.deletedOn)}, edited in {names(conflict.editedOn) || "another side"}{" "}
      meanwhile. The row was kept and put back; delete it where it was edited if it is not wanted.
    </li>
  );
}
