import clsx from "clsx";
import { CellValue } from "@/components/cell-value";
import { KindIcon } from "@/components/ui/kind-icon";
import { pairReason } from "@/lib/format/matching";
import { kindWord } from "@/lib/format/setting";
import type { DifferenceView, PairView } from "@/lib/services/matching/pair-view";
import type { SideView } from "@/lib/services/registries/registry-view";

interface Props {
  readonly pair: PairView;
  readonly sides: readonly SideView[];
}

/** The fields in which a pair's records differ, side by side, and which value stands and why. */
export function PairDifferences({ pair, sides }: Props) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-[420px] text-left">
        <thead>
          <tr>
            <th scope="col" className="table-head w-[18%] pr-3 pb-1">
              Field
            </th>
            {sides.map((side) => (
              <th key={side.id} scope="col" className="table-head pr-3 pb-1" title={side.title}>
                <span className="flex items-center gap-1.5">
                  <KindIcon kind={side.kind} size={14} isNamed />
                  {kindWord(side.kind)}
                </span>
              </th>
            ))}
            <th scope="col" className="table-head w-[24%] pb-1">
              What stands
            </th>
          </tr>
        </thead>
        <tbody>
          {pair.differences.map((difference) => (
            <tr key={difference.field} className="align-top">
              <th scope="row" className="py-0.5 pr-3 font-normal text-ink-faint">
                {difference.field}
              </th>
              {sides.map((side) => (
                <td key={side.id} className="py-0.5 pr-3">
                  <Shown difference={difference} side={side.id} />
                </td>
              ))}
              <td className="py-0.5 text-xs leading-5 text-ink-soft">
                <Standing difference={difference} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Shown({ difference, side }: { readonly difference: DifferenceView; readonly side: string }) {
  const shown = difference.values.find((value) => value.side === side);
  if (!shown) return null;
  if (!shown.isRead) return <span className="text-warn">not read</span>;
  const isWinner = difference.winners.includes(side);
  return (
    <span
      className={clsx(
        isWinner ? "font-medium text-good" : "text-ink-soft line-through decoration-ink-faint/60",
      )}
    >
      <CellValue value={shown.value} />
      {isWinner && <span className="sr-only"> stands</span>}
    </span>
  );
}

/** The value itself only where no side shows it alone. */
function Standing({ difference }: { readonly difference: DifferenceView }) {
  if (difference.why === "manual") return <span className="text-warn">{pairReason(difference.why)}</span>;
  if (difference.winners.length > 0) return pairReason(difference.why);
  return (
    <>
      <CellValue value={difference.result} /> {pairReason(difference.why)}
    </>
  );
}
