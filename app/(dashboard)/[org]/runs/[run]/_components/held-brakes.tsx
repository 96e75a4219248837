import { formatCount } from "@/lib/format/count";
import type { HeldRunView } from "@/lib/services/runs/held-run";

/** Each rule that held the plan: what it counted, its limit, and what can be done. */
export function HeldBrakes({ brakes }: { readonly brakes: HeldRunView["brakes"] }) {
  return (
    <ul className="mt-3 space-y-2">
      {brakes.map((brake) => (
        <li
          key={`${brake.kind} ${brake.side} ${brake.message}`}
          className="rounded-[8px] bg-warn-soft px-3 py-2"
        >
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="font-medium text-warn">{brake.title}</span>
            {brake.rule?.kind === "share" && (
              <span className="text-xs text-ink-soft tabular-nums">
                {formatCount(brake.value)} of {formatCount(brake.total)}, limit {formatCount(brake.limit)}
              </span>
            )}
          </p>
          <p>{brake.message}</p>
          <p className="mt-0.5 text-ink-soft">{brake.remedy}</p>
        </li>
      ))}
    </ul>
  );
}
