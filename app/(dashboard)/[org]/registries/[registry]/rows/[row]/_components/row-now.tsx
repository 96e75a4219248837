import { Check, CircleAlert, CircleOff } from "lucide-react";
import { CellValue } from "@/components/cell-value";
import { KindIcon } from "@/components/ui/kind-icon";
import { Moment } from "@/components/ui/moment";
import { Problem } from "@/components/ui/problem";
import { keyText } from "@/lib/format/cell";
import { sideName } from "@/lib/format/side";
import type { RegistryView, SideView } from "@/lib/services/registries/registry-view";
import type { RowDetailView, RowSideView } from "@/lib/services/rows/get-row";

interface Props {
  readonly row: RowDetailView;
  readonly registry: RegistryView;
}

/** The row as it is: its cells, and of each side whether it holds them alike. */
export function RowNow({ row, registry }: Props) {
  return (
    <section aria-labelledby="row" className="card">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b px-4 py-3">
        <h2 id="row" className="font-mono text-[0.9375rem] font-semibold">
          {keyText(row.key)}
        </h2>
        <p className="text-ink-soft">
          Version {row.version}, <Moment at={row.updatedAt} />
        </p>
      </div>
      {row.cells === null ? (
        <div className="p-4">
          <Problem
            tone="warn"
            title="This row is deleted on every side"
            remedy="Its life line is kept: restore it to a point in which it was there."
          />
        </div>
      ) : (
        <dl className="grid gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-[repeat(auto-fill,minmax(210px,1fr))]">
          {registry.fields.map(({ id, name }) => (
            <div key={id} className="min-w-0">
              <dt className="text-xs text-ink-faint">{name}</dt>
              <dd>
                <CellValue value={row.cells?.[name] ?? null} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {!row.inScope && (
        <p className="border-t px-4 py-2.5 text-warn">
          It does not pass the registry's filter now, so it stands still on every side.
        </p>
      )}
      <ul className="grid divide-line border-t max-sm:divide-y sm:auto-cols-fr sm:grid-flow-col sm:divide-x">
        {registry.sides.map((side) => (
          <SideNow key={side.id} side={side} now={row.sides.find((own) => own.side === side.id)} />
        ))}
      </ul>
    </section>
  );
}

function SideNow({ side, now }: { readonly side: SideView; readonly now: RowSideView | undefined }) {
  const { icon: Icon, word, tone } = stateOf(now);
  return (
    <li className="min-w-0 px-4 py-3">
      <p className="flex items-center gap-2 font-medium">
        <KindIcon kind={side.kind} isNamed />
        <span className="truncate">{sideName(side)}</span>
      </p>
      <p className={`mt-1 flex items-center gap-1.5 ${tone}`}>
        <Icon size={14} aria-hidden />
        {word}
      </p>
      {now && now.differs.length > 0 && (
        <dl className="mt-1 space-y-0.5 text-xs">
          {now.differs.map(({ field, value }) => (
            <div key={field} className="flex gap-1.5">
              <dt className="text-ink-faint">{field}</dt>
              <dd>
                <CellValue value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

function stateOf(now: RowSideView | undefined) {
  if (!now?.holds) return { icon: CircleOff, word: "Not there", tone: "text-ink-soft" };
  if (now.equal) return { icon: Check, word: "Equal", tone: "text-good" };
  return { icon: CircleAlert, word: "Not yet equal", tone: "text-warn" };
}
