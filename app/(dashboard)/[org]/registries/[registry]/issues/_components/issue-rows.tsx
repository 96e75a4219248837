import Link from "next/link";
import { CellValue } from "@/components/cell-value";
import { Moment } from "@/components/ui/moment";
import { keyText } from "@/lib/format/cell";
import type { IssueRowView } from "@/lib/services/issues/list-issue-rows";
import { RetryButton } from "./retry-button";

interface Props {
  /** The address of the registry. */
  readonly base: string;
  readonly rows: readonly IssueRowView[];
  readonly field: string | null;
}

/** A group's rows: what the side shows, and what stands everywhere else. */
export function IssueRows({ base, rows, field }: Props) {
  return (
    <div className="card overflow-x-auto">
      <table className="w-full min-w-[640px]">
        <caption className="sr-only">Rows with this issue</caption>
        <thead>
          <tr className="border-b">
            {["Row", "Shown there", "Agreed on before", "Since"].map((column) => (
              <th key={column} scope="col" className="table-head px-3 py-2 first:pl-4">
                {column}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.id} className="align-top">
              <th scope="row" className="px-3 py-2.5 pl-4 text-left font-mono text-xs leading-5 font-medium">
                <RowName base={base} row={row} />
                {row.skipped && <span className="block font-sans font-normal text-ink-faint">put aside</span>}
              </th>
              <td className="max-w-80 px-3 py-2.5">
                <Shown row={row} field={field} />
              </td>
              <td className="max-w-64 px-3 py-2.5 text-ink-soft">
                {row.agreed ? <Cells cells={row.agreed} field={field} /> : "not taken up yet"}
              </td>
              <td className="px-3 py-2.5 text-ink-soft">
                <Moment at={row.firstSeen} />
              </td>
              <td className="px-3 py-1.5 pr-4 text-right">
                <RetryButton issueId={row.id} name={row.key ? keyText(row.key) : "the record"} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RowName({ base, row }: { readonly base: string; readonly row: IssueRowView }) {
  const name = row.key ? keyText(row.key) : (row.records[0]?.record ?? "no key");
  if (row.rowId === null) return name;
  return (
    <Link href={`${base}/rows/${row.rowId}`} className="hover:underline">
      {name}
    </Link>
  );
}

function Shown({ row, field }: { readonly row: IssueRowView; readonly field: string | null }) {
  const seen = row.records.filter(({ cells }) => Object.keys(cells).length > 0);
  if (seen.length === 0) return <span className="text-ink-faint">as agreed on</span>;
  return (
    <ul className="space-y-1.5">
      {seen.map(({ record, cells }) => (
        <li key={record} title={`Record ${record}`}>
          <Cells cells={cells} field={seen.length === 1 ? field : null} />
        </li>
      ))}
    </ul>
  );
}

/** One value where the group names the field; else each with its field's name. */
function Cells({
  cells,
  field,
}: {
  readonly cells: NonNullable<IssueRowView["agreed"]>;
  readonly field: string | null;
}) {
  const entries = Object.entries(cells);
  const [only] = entries;
  if (only && entries.length === 1 && only[0] === field) return <CellValue value={only[1]} />;
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-0.5">
      {entries.map(([name, value]) => (
        <div key={name} className="flex gap-1.5">
          <dt className="text-ink-faint">{name}</dt>
          <dd>
            <CellValue value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
