import { KindIcon } from "@/components/ui/kind-icon";
import { formatCount } from "@/lib/format/count";
import { sideName } from "@/lib/format/side";
import type { DriftCertificateView, SideDriftView } from "@/lib/services/registries/drift-certificate";
import type { RegistryView } from "@/lib/services/registries/registry-view";

const COUNTS = [
  ["matched", "Matched"],
  ["different", "Different"],
  ["missing", "Missing"],
  ["extra", "Extra"],
] as const;
const UNREAD = ["unread", "Not readable"] as const;

type CountName = Exclude<keyof SideDriftView, "byChanges" | "digest">;

interface Props {
  readonly registry: RegistryView;
  readonly certificate: DriftCertificateView;
}

/** What each side shows of the registry's rows, and what else it holds. */
export function DriftTable({ registry, certificate: { perSide } }: Props) {
  const isAllRead = Object.values(perSide).every(({ unread }) => unread === 0);
  const counts: readonly (readonly [CountName, string])[] = isAllRead ? COUNTS : [...COUNTS, UNREAD];
  return (
    <div className="overflow-x-auto border-t">
      <table className="w-full min-w-[480px]">
        <thead>
          <tr className="border-b">
            <th scope="col" className="table-head py-2 pr-3 pl-4">
              Side
            </th>
            {counts.map(([count, word]) => (
              <th key={count} scope="col" className="table-head px-3 py-2 text-right last:pr-4">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {registry.sides.map((side) => (
            <tr key={side.id}>
              <th scope="row" className="py-2 pr-3 pl-4 text-left font-medium">
                <span className="flex items-center gap-2">
                  <KindIcon kind={side.kind} isNamed />
                  {sideName(side)}
                </span>
              </th>
              {counts.map(([count]) => (
                <Count key={count} isGood={count === "matched"} value={perSide[side.id]?.[count]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A side that was added since has no count. */
function Count({ value, isGood }: { readonly value: number | undefined; readonly isGood: boolean }) {
  if (value === undefined) return <td className="px-3 py-2 text-right text-ink-faint last:pr-4">-</td>;
  const tone = isGood ? "" : value > 0 ? "font-medium text-warn" : "text-ink-faint";
  return <td className={`px-3 py-2 text-right tabular-nums last:pr-4 ${tone}`}>{formatCount(value)}</td>;
}
