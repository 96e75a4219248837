import { formatCount } from "@/lib/format/count";
import type { HeldRunView } from "@/lib/services/runs/held-run";

/** Each rule that held the plan: what it counted where, its limit, and what can be done. */
export function HeldBrakes({ brakes }: { readonly brakes: HeldRunView["brakes"] }) {
  const byRule = Map.groupBy(brakes, ({ kind }) => kind);
  return (
    <ul className="mt-3 space-y-2">
      {[...byRule].map(([kind, found]) => (
        <li key={kind} className="rounded-[8px] bg-warn-soft px-3 py-2">
          <p className="font-medium text-warn">{found[0]?.title}</p>
          {found.map(({ side, message, value, limit, total, rule }) => (
            <p key={`${side} ${message}`} className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span>{message}</span>
              {rule?.kind === "share" && (
                <span className="text-xs text-ink-soft tabular-nums">
                  {formatCount(value)} of {formatCount(total)}, limit {formatCount(limit)}
                </span>
              )}
            </p>
          ))}
          <p className="mt-0.5 text-ink-soft">{found[0]?.remedy}</p>
        </li>
      ))}
    </ul>
  );
}
