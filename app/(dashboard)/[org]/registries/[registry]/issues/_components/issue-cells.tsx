import { CellValue } from "@/components/cell-value";
import type { IssueRowView } from "@/lib/services/issues/list-issue-rows";

interface Props {
  readonly row: IssueRowView;
  readonly field: string | null;
}

/** What the side shows. */
export function ShownCells({ row, field }: Props) {
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

/** What stands everywhere else. */
export function AgreedCells({ row, field }: Props) {
  return row.agreed ? <Cells cells={row.agreed} field={field} /> : "not taken up yet";
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
