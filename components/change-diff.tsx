import clsx from "clsx";
import { keyText } from "@/lib/format/cell";
import { outcomeWord } from "@/lib/format/outcome";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { ChangeView } from "@/lib/services/runs/browse-runs";
import { CellValue } from "./cell-value";
import { KindIcon } from "./ui/kind-icon";

const OPS = {
  create: { word: "Create", tone: "text-good bg-good-soft" },
  update: { word: "Update", tone: "text-ink-soft bg-calm-soft" },
  delete: { word: "Delete", tone: "text-bad bg-bad-soft" },
};

interface Props {
  readonly change: ChangeView;
  readonly registry: RegistryView;
}

/** One row's change on one side, cell by cell: the old value struck through, the new beside it. */
export function ChangeDiff({ change, registry }: Props) {
  const side = registry.sides.find((candidate) => candidate.id === change.side);
  const { word, tone } = OPS[change.op];
  const order = registry.fields.map((field) => field.name);
  const cells = change.cells.toSorted((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
  const outcome = outcomeWord(change.outcome);
  const putBack = cells.flatMap(({ field, why }) => (why === "edit-not-allowed" ? field : []));
  return (
    <div className="grid gap-x-4 gap-y-1.5 sm:grid-cols-[minmax(150px,210px)_minmax(0,1fr)]">
      <div className="flex items-center gap-2 self-start">
        {side && <KindIcon kind={side.kind} size={16} />}
        <span className={clsx("rounded px-1.5 text-xs leading-5 font-medium", tone)}>{word}</span>
        <span className="truncate font-mono text-xs font-medium" title={keyText(change.key)}>
          {keyText(change.key)}
        </span>
      </div>
      <div className="min-w-0">
        <dl className="flex flex-wrap gap-x-5 gap-y-1">
          {cells.map((cell) => (
            <div key={cell.field} className="flex min-w-0 flex-wrap gap-x-1.5">
              <dt className="text-ink-faint">{cell.field}</dt>
              <dd className="flex min-w-0 flex-wrap gap-x-1.5">
                {change.op !== "create" && (
                  <del className="text-bad decoration-bad/60">
                    <CellValue value={cell.before} />
                  </del>
                )}
                {change.op !== "delete" && (
                  <ins className="text-good no-underline">
                    <CellValue value={cell.after} />
                  </ins>
                )}
              </dd>
            </div>
          ))}
        </dl>
        {putBack.length > 0 && (
          <p className="mt-1 text-xs text-ink-soft">
            Put back: {putBack.join(", ")} may not be edited on this side.
          </p>
        )}
        {outcome && (
          <p className="mt-1 text-xs text-warn">
            {outcome}
            {change.reason && `: ${change.reason}`}
          </p>
        )}
      </div>
    </div>
  );
}
