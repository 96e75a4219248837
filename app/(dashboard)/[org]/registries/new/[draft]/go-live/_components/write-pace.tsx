"use client";

import Link from "next/link";
import { useNow } from "@/components/ui/moment";
import { formatCount } from "@/lib/format/count";
import { duration } from "@/lib/format/matching";
import { writeProgress } from "@/lib/format/sync-progress";
import type { RunView } from "@/lib/services/runs/run-view";

interface Props {
  readonly run: RunView;
  /** What a dry run had read before. */
  readonly planned: RunView | null;
  /** Where the rows that are there already can be seen. */
  readonly rowsAt: string;
}

/** How fast it goes and when it will be over, as far as that can be told. */
export function WritePace({ run, planned, rowsAt }: Props) {
  const now = useNow(1000);
  const progress = writeProgress(run, now);
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  if (progress === null) {
    const [read, all] = [sum(run.counts.read), planned && sum(planned.counts.read)];
    return (
      <p className="mt-3 text-ink-soft tabular-nums">
        {formatCount(read)}
        {all !== null && all >= read && ` of about ${formatCount(all)}`} rows read. The writing begins once
        every side is read whole.
      </p>
    );
  }
  const { done, perMinute, secondsLeft } = progress;
  return (
    <p className="mt-3 text-ink-soft tabular-nums" suppressHydrationWarning>
      {perMinute === null
        ? "The pace is told once some rows are written."
        : `${formatCount(perMinute)} writes a minute. `}
      {secondsLeft !== null && `About ${duration(secondsLeft)} of writing left, then every row is verified. `}
      {done > 0 && (
        <>
          The first rows are there:{" "}
          <Link href={rowsAt} className="font-medium text-accent hover:underline">
            open
          </Link>
        </>
      )}
    </p>
  );
}
