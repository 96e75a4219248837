import type { IssueRowView } from "@/lib/services/issues/list-issue-rows";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { IssueRow } from "./issue-row";

interface Props {
  readonly registry: RegistryView;
  readonly rows: readonly IssueRowView[];
  readonly field: string | null;
}

/** A group's rows: what the side shows, and what stands everywhere else. */
export function IssueRows({ registry, rows, field }: Props) {
  return (
    <div className="card overflow-x-auto">
      <table className="w-full max-sm:block sm:min-w-[640px]">
        <caption className="sr-only">Rows with this issue</caption>
        <thead className="max-sm:sr-only">
          <tr className="border-b">
            {["Row", "Shown there", "Agreed on before", "Since"].map((column) => (
              <th key={column} scope="col" className="table-head px-3 py-2 first:pl-4">
                {column}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody className="divide-y divide-line max-sm:block">
          {rows.map((row) => (
            <IssueRow key={row.id} registry={registry} row={row} field={field} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
