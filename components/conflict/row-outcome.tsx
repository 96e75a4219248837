import { Pencil, Undo2 } from "lucide-react";
import { proposalReason } from "@/lib/format/conflict-word";
import type { ConflictView } from "@/lib/services/conflicts/conflict-view";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { CellValue } from "../cell-value";
import { buttonClass } from "../ui/button";
import { KindIcon } from "../ui/kind-icon";
import type { Queue } from "./use-queue";

interface Props {
  readonly conflict: ConflictView;
  readonly registry: RegistryView;
  readonly queue: Queue;
  /** Who decided, where the name is known. */
  readonly by: string | null;
  readonly edit: () => void;
  readonly isEditing: boolean;
}

/** What was decided and how to undo it; before that, what would be the likeliest and why. */
export function RowOutcome({ conflict, registry, queue, by, edit, isEditing }: Props) {
  const { choice, proposal, canResolve } = conflict;
  if (choice)
    return (
      <div className="space-y-1">
        <p className="font-medium text-good">{by ? `Decided by ${by}` : "Decided"}</p>
        <p className="text-xs text-ink-soft">
          <CellValue value={choice.value} className="text-ink" /> stands{" "}
          {registry.state === "paused" ? "once the registry is resumed." : "with the next run."}
        </p>
        {canResolve && (
          <button
            type="button"
            onClick={() => queue.undo(conflict)}
            className={buttonClass("quiet", "-ml-2.5")}
          >
            <Undo2 size={14} aria-hidden />
            Undo
          </button>
        )}
      </div>
    );
  return (
    <div className="space-y-1">
      {proposal && (
        <>
          <p className="flex items-start gap-1.5">
            <KindIcon kind={registry.sides.find((side) => side.id === proposal.side)?.kind ?? ""} size={15} />
            <CellValue value={proposal.value} />
          </p>
          <p className="text-xs text-ink-soft">{proposalReason(proposal.decidedBy)}</p>
        </>
      )}
      {canResolve ? (
        !isEditing && (
          <button type="button" onClick={edit} className={buttonClass("quiet", "-ml-2.5")}>
            <Pencil size={13} aria-hidden />
            Another value
          </button>
        )
      ) : (
        <p className="text-xs text-ink-faint">Your role may not decide on it.</p>
      )}
    </div>
  );
}
