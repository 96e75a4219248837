import clsx from "clsx";
import Link from "next/link";
import { CellValue } from "@/components/cell-value";
import { Moment } from "@/components/ui/moment";
import { isNumeric, keyText } from "@/lib/format/cell";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RowView } from "@/lib/services/rows/browse-rows";
import { EqualTick } from "./equal-tick";

interface Props {
  readonly registry: RegistryView;
  readonly rows: readonly RowView[];
  /** The address of the rows' own pages. */
  readonly base: string;
}

/** The canonical rows: key first, then the other fields. */
export function RowTable({ registry, rows, base }: Props) {
  const fields = registry.fields.filter((field) => !registry.key.includes(field.name));
  return (
    <div className="overflow-x-auto rounded-[inherit]">
      <table className="w-full">
        <thead>
          <tr className="border-b">
            <th scope="col" className="table-head sticky left-0 bg-surface px-4 py-2">
              {registry.key.join(" / ")}
            </th>
            {fields.map((field) => (
              <th
                key={field.id}
                scope="col"
                className={clsx("table-head px-3", isNumeric(field.type) && "text-right")}
              >
                {field.name}
              </th>
            ))}
            <th scope="col" className="table-head px-3">
              Changed
            </th>
            <th scope="col" className="table-head px-4 text-right">
              Equal
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.id} className="transition-colors hover:bg-sunken/60">
              <th
                scope="row"
                className="sticky left-0 bg-surface px-4 py-2 text-left font-mono text-xs font-medium whitespace-nowrap"
              >
                <Link href={`${base}/${row.id}`} className="hover:text-accent hover:underline">
                  {keyText(row.key)}
                </Link>
              </th>
              {fields.map((field) => (
                <td
                  key={field.id}
                  className={clsx(
                    "max-w-72 px-3",
                    isNumeric(field.type) && "text-right whitespace-nowrap tabular-nums",
                  )}
                >
                  <div className="line-clamp-2">
                    <CellValue value={row.cells[field.name] ?? null} />
                  </div>
                </td>
              ))}
              <td className="px-3 text-ink-soft">
                <Moment at={row.updatedAt} />
              </td>
              <td className="px-4 text-right">
                <EqualTick sides={registry.sides} equalOn={row.equalOn} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
