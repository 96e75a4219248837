import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { checkWord } from "@/lib/format/connection-word";
import type { Checks } from "../actions";

/** What was tried, each with a tick, or with what mends it. */
export function CheckList({ checks }: { readonly checks: Checks }) {
  return (
    <ul className="mt-3 space-y-2 border-t pt-3">
      {checks.map((check) => (
        <li key={check.name} className="flex gap-2">
          <Sign ok={check.ok} />
          <span>
            <span className="font-medium">{checkWord(check.name)}</span>{" "}
            <span className="text-ink-soft">{check.message}</span>
            {check.remedy && <span className="block">{check.remedy}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Sign({ ok }: { readonly ok: boolean | null }) {
  const common = { size: 15, role: "img", className: "mt-0.5 shrink-0" } as const;
  if (ok === null)
    return <CircleDashed {...common} aria-label="Not tried" className="mt-0.5 shrink-0 text-ink-faint" />;
  return ok ? (
    <CircleCheck {...common} aria-label="Passed" className="mt-0.5 shrink-0 text-good" />
  ) : (
    <CircleX {...common} aria-label="Failed" className="mt-0.5 shrink-0 text-bad" />
  );
}
