import { Moment } from "@/components/ui/moment";
import type { RunView } from "@/lib/services/runs/run-view";

interface Props {
  readonly run: Pick<RunView, "startedAt" | "createdAt">;
  /** Who asked for it, in words. */
  readonly by: string;
}

/** When a run began, and below it for whom: one column where many stand side by side. */
export function Started({ run, by }: Props) {
  return (
    <>
      <Moment at={run.startedAt ?? run.createdAt} />
      <span className="block max-w-40 truncate text-small text-ink-soft" title={by}>
        by {by}
      </span>
    </>
  );
}
