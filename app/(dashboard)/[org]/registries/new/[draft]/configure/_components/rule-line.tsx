import type { ReactNode } from "react";
import { CellValue } from "@/components/cell-value";
import { Checkbox } from "@/components/ui/checkbox";
import { keyText } from "@/lib/format/cell";
import { counted, formatCount } from "@/lib/format/count";
import type { OwnRuleView, RowRuleView } from "@/lib/services/drafts/rule-views";

type Example = RowRuleView["examples"][number] & Partial<Pick<OwnRuleView["examples"][number], "value">>;

interface Props {
  readonly rule: Pick<OwnRuleView, "text" | "failing" | "total"> & { readonly examples: readonly Example[] };
  readonly isTaken: boolean;
  readonly onToggle: () => void;
  /** Why it cannot be taken; one that is taken can be left all the same. */
  readonly cannot?: ReactNode;
  readonly isWarning?: boolean;
}

/** A rule to tick, with how many of the rows that were read would fail, each group open to its rows. */
export function RuleLine({ rule, isTaken, onToggle, cannot = null, isWarning = false }: Props) {
  const { text, failing, total, examples } = rule;
  return (
    <li>
      <Checkbox
        label={
          <>
            {text} {isWarning && <span className="text-ink-faint">It only warns. </span>}
            <Count failing={failing} total={total} />
          </>
        }
        hint={cannot}
        checked={isTaken}
        disabled={cannot !== null && !isTaken}
        onChange={onToggle}
      />
      {examples.length > 0 && <Failing examples={examples} />}
    </li>
  );
}

function Count({ failing, total }: Pick<OwnRuleView, "failing" | "total">) {
  if (failing === null || total === null) return <span className="text-ink-faint">not counted</span>;
  if (total === 0) return <span className="text-ink-faint">no row to fail yet</span>;
  return failing > 0 ? (
    <span className="text-warn">
      {formatCount(failing)} of {counted(total, "row")} {failing === 1 ? "fails" : "fail"} now
    </span>
  ) : (
    <span className="text-ink-faint">no row of {formatCount(total)} fails</span>
  );
}

function Failing({ examples }: { readonly examples: readonly Example[] }) {
  return (
    <details className="mt-1 pl-6 text-small">
      <summary className="list-none text-accent underline">see them</summary>
      <ul className="mt-1 space-y-0.5 text-ink-soft">
        {examples.map(({ key, value, because }) => (
          <li key={`${key?.join(" ")} ${String(value)}`} className="flex flex-wrap gap-x-2">
            <span className="font-mono">{key ? keyText(key) : "no key"}</span>
            {value !== undefined && <CellValue value={value} />}
            <span>{because}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
