"use client";

import { CellValue } from "@/components/cell-value";
import { keyText } from "@/lib/format/cell";
import { formatCount } from "@/lib/format/count";
import type { ConversionView } from "@/lib/services/drafts/draft-view";
import { useWizard } from "../../_components/wizard-context";

interface Props {
  /** Null = not computed. */
  readonly conversions: readonly ConversionView[] | null;
  readonly isMapped: boolean;
}

/** Values that would not arrive as they are, counted, each group open to its rows. */
export function Conversions({ conversions, isMapped }: Props) {
  if (!isMapped || conversions === null) return null;
  const failing = conversions.filter((one) => one.failing > 0);
  return failing.map((one) => <Failing key={`${one.from} ${one.to}`} conversion={one} />);
}

function Failing({ conversion }: { readonly conversion: ConversionView }) {
  const { draft } = useWizard();
  const titleOf = (side: string) => draft.looks.find((look) => look.side === side)?.title ?? side;
  const { from, to, values, failing, examples } = conversion;
  const way = to === null ? `of ${titleOf(from)}` : `from ${titleOf(from)} to ${titleOf(to)}`;
  return (
    <details className="mt-1.5 text-xs sm:pl-[8.25rem]">
      <summary className="list-none text-warn">
        {formatCount(failing)} of {formatCount(values)} {values === 1 ? "value does" : "values do"} not
        convert {way}: <span className="underline">see them</span>
      </summary>
      <div className="mt-1.5 overflow-x-auto">
        <table className="text-left">
          <thead>
            <tr>
              <th scope="col" className="table-head pr-5">
                Row
              </th>
              <th scope="col" className="table-head pr-5">
                Value
              </th>
              <th scope="col" className="table-head">
                Why not
              </th>
            </tr>
          </thead>
          <tbody>
            {examples.map(({ key, value, because }) => (
              <tr key={`${key?.join(" ")} ${String(value)}`} className="align-top">
                <td className="py-0.5 pr-5 font-mono">{key ? keyText(key) : "no key"}</td>
                <td className="max-w-56 py-0.5 pr-5">
                  <CellValue value={value} />
                </td>
                <td className="py-0.5 text-ink-soft">{because}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {failing > examples.length && (
        <p className="mt-1 text-ink-soft">The first {formatCount(examples.length)} are shown.</p>
      )}
    </details>
  );
}
