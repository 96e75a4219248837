import { FileSpreadsheet } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import type { Spreadsheet } from "@/lib/services/connections/list-spreadsheets";

interface Props {
  readonly spreadsheets: readonly Spreadsheet[];
  readonly whenEmpty: string;
}

/** What the connection opens, each spreadsheet with its tabs. */
export function SpreadsheetList({ spreadsheets, whenEmpty }: Props) {
  if (spreadsheets.length === 0)
    return (
      <div className="card">
        <Empty icon={FileSpreadsheet} title="No spreadsheet yet">
          {whenEmpty}
        </Empty>
      </div>
    );
  return (
    <ul aria-label="Spreadsheets" className="card divide-y divide-line">
      {spreadsheets.map(({ id, name, tabs }) => (
        <li key={id} className="flex items-baseline gap-3 px-4 py-3">
          <FileSpreadsheet size={16} aria-hidden className="shrink-0 self-center text-ink-soft" />
          <p className="min-w-0">
            <span className="font-medium">{name}</span>
            <span className="block text-xs text-ink-soft">{tabs.join(", ")}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
