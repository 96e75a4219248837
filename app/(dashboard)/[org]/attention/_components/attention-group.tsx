import { ChevronRight, Hand } from "lucide-react";
import Link from "next/link";
import { BulkList } from "@/components/conflict/bulk-list";
import { ConflictQueue } from "@/components/conflict/conflict-queue";
import { IssueList } from "@/components/issue-list";
import { RefreshWithRuns } from "@/components/live/refresh-with-runs";
import { Moment } from "@/components/ui/moment";
import type { RegistryAttention } from "@/lib/services/attention/list-attention";
import { conflictActions } from "../../conflicts/action-set";

interface Props {
  readonly org: string;
  readonly attention: RegistryAttention;
}

/** What waits in one registry: plans first, since they hold everything behind them. */
export function AttentionGroup({ org, attention }: Props) {
  const { registry, held, conflicts, openConflicts, issues } = attention;
  return (
    <section aria-labelledby={registry.id} className="space-y-3">
      <h2 id={registry.id} className="text-[0.9375rem] font-semibold">
        <Link href={`/${org}/registries/${registry.id}`} className="hover:underline">
          {registry.name}
        </Link>
      </h2>
      {held.map((run) => (
        <Link
          key={run.id}
          href={`/${org}/runs/${run.id}`}
          className="card flex items-center gap-3 border-warn/40 px-4 py-3 hover:bg-sunken/60"
        >
          <Hand size={17} aria-hidden className="shrink-0 text-warn" />
          <span className="min-w-0 flex-1">
            <span className="block font-medium">A plan is held for approval</span>
            <span className="block text-ink-soft">
              {run.brakes[0]?.message} Asked for <Moment at={run.createdAt} />.
            </span>
          </span>
          <ChevronRight size={16} aria-hidden className="text-ink-faint" />
        </Link>
      ))}
      {conflicts.length > 0 && (
        <>
          <BulkList registry={registry} counts={openConflicts} actions={conflictActions} />
          <ConflictQueue registry={registry} conflicts={conflicts} actions={conflictActions} />
        </>
      )}
      {issues.length > 0 && (
        <IssueList base={`/${org}/registries/${registry.id}/issues`} sides={registry.sides} issues={issues} />
      )}
      <RefreshWithRuns registry={registry} />
    </section>
  );
}
