import type { EntryView } from "@/lib/services/audit/entry-view";
import { CellValue } from "../cell-value";

interface Props {
  readonly cells: EntryView["cells"];
  /** Only so many; the rest is counted. */
  readonly most?: number;
}

/** Cells with the old value struck through and the new one beside it. */
export function CellChanges({ cells, most = cells.length }: Props) {
  return (
    <>
      <dl className="space-y-0.5">
        {cells.slice(0, most).map(({ field, before, after }) => (
          <div key={field} className="flex min-w-0 flex-wrap gap-x-1.5">
            <dt className="text-ink-faint">{field}</dt>
            <dd className="flex min-w-0 flex-wrap gap-x-1.5">
              {before !== null && (
                <del className="text-bad decoration-bad/60">
                  <CellValue value={before} />
                </del>
              )}
              <ins className="text-good no-underline">
                <CellValue value={after} />
              </ins>
            </dd>
          </div>
        ))}
      </dl>
      {cells.length > most && <p className="mt-0.5 text-ink-faint">and {cells.length - most} more</p>}
    </>
  );
}
