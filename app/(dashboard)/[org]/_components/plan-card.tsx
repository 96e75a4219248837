import Link from "next/link";
import { ProgressBar } from "@/components/ui/progress-bar";
import { formatCount } from "@/lib/format/count";
import type { MeView } from "@/lib/services/me/describe-me";

interface Props {
  readonly org: string;
  readonly limits: MeView["limits"];
  readonly usage: MeView["usage"];
  readonly notice: MeView["notice"];
}

/** What of the plan is used, and what follows where little is left. A row counts once, however many sides hold it. */
export function PlanCard({ org, limits, usage, notice }: Props) {
  return (
    <section aria-label="Plan" className="card space-y-2.5 p-3 text-small">
      <div className="flex items-baseline justify-between gap-2">
        <h2 className="text-control font-medium">{limits.word} plan</h2>
        <Link href={`/${org}/settings`} className="rounded-mark text-accent hover:underline">
          {limits.rows === null ? "See the plan" : "Upgrade"}
        </Link>
      </div>
      <Used what="Rows" used={usage.rows} of={limits.rows} />
      <Used what="Registries" used={usage.registries} of={limits.registries} />
      {notice && (
        <p role="status" className={notice.standing === "near" ? "text-ink-soft" : "text-warn"}>
          {notice.message} {notice.remedy}
        </p>
      )}
    </section>
  );
}

function Used({
  what,
  used,
  of,
}: {
  readonly what: string;
  readonly used: number;
  readonly of: number | null;
}) {
  return (
    <div className="space-y-1">
      <p className="flex justify-between text-ink-soft">
        <span>{what}</span>
        <span className="tabular-nums">
          <span className="text-ink">{formatCount(used)}</span>
          {of !== null && ` / ${formatCount(of)}`}
        </span>
      </p>
      {of !== null && <ProgressBar label={`${what} used`} part={used} whole={of} />}
    </div>
  );
}
