import { CellValue } from "@/components/cell-value";
import { keyText } from "@/lib/format/cell";
import { decidedByWord } from "@/lib/format/setting";
import type { ConflictView } from "@/lib/services/conflicts/conflict-view";
import type { SideView } from "@/lib/services/registries/registry-view";
import { Chip } from "./chip";
import { KindIcon } from "./kind-icon";
import { Moment } from "./moment";

interface Props {
  readonly sides: readonly SideView[];
  readonly conflicts: readonly ConflictView[];
}

/** One line per conflict: what stood, what each side has, what came of it. */
export function ConflictTable({ sides, conflicts }: Props) {
  return (
    <div className="card overflow-x-auto">
      <table className="w-full min-w-[760px]">
        <thead>
          <tr className="border-b">
            {["Row", "Field", "Before", "Sides", "Result", "When"].map((column) => (
              <th key={column} scope="col" className="table-head px-3 py-2 first:pl-4 last:pr-4">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {conflicts.map((conflict) => (
            <tr key={conflict.id} className="align-top">
              <th scope="row" className="px-3 py-2.5 pl-4 text-left font-mono text-xs leading-5 font-medium">
                {keyText(conflict.key)}
              </th>
              <td className="px-3 py-2.5">
                {conflict.field ?? <span className="text-ink-soft">Deleted and edited</span>}
              </td>
              <td className="max-w-48 px-3 py-2.5 text-ink-soft">
                <CellValue value={conflict.base} />
              </td>
              <td className="max-w-72 px-3 py-2.5">
                <ul className="space-y-1">
                  {conflict.candidates.map((candidate) => (
                    <li key={candidate.side} className="flex items-start gap-1.5">
                      <KindIcon
                        kind={sides.find((side) => side.id === candidate.side)?.kind ?? ""}
                        size={15}
                      />
                      <CellValue value={candidate.value} />
                    </li>
                  ))}
                </ul>
              </td>
              <td className="max-w-56 px-3 py-2.5">
                {conflict.resolved ? (
                  <>
                    <CellValue value={conflict.winner} />
                    <span className="block text-xs text-ink-faint">{decidedByWord(conflict.decidedBy)}</span>
                  </>
                ) : (
                  <Chip tone="warn" word="A person decides" />
                )}
              </td>
              <td className="px-3 py-2.5 pr-4 text-ink-soft">
                <Moment at={conflict.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
