"use client";

import { formatCount } from "@/lib/format/count";

interface Props {
  /** What is counted, in words: "changes a day, 14 days". */
  readonly label: string;
  /** Oldest first, at equal distances; null = not measured, a gap. */
  readonly values: readonly (number | null)[];
}

const WIDTH = 84;
const HEIGHT = 22;
const EDGE = 2;

/** Whether something rises, falls or rests, in the space of a word. A drawing of the server's: it loads nothing. */
export function Sparkline({ label, values }: Props) {
  const measured = values.filter((value) => value !== null);
  if (measured.length === 0) return <span className="text-small text-ink-faint">not measured</span>;
  const most = Math.max(...measured, 1);
  const last = measured.at(-1) ?? 0;
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`${label}: last ${formatCount(last)}, most ${formatCount(Math.max(...measured))}`}
      className="shrink-0 text-(--series-1)"
    >
      {runsOf(values).map((run) => (
        <path
          key={run[0]?.at}
          d={pathOf(run, values.length, most)}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ))}
    </svg>
  );
}

interface Measured {
  readonly at: number;
  readonly value: number;
}

/** The stretches between gaps. */
function runsOf(values: readonly (number | null)[]): Measured[][] {
  const runs: Measured[][] = [];
  values.forEach((value, at) => {
    if (value === null) return;
    const isFirst = at === 0 || values[at - 1] === null;
    if (isFirst) runs.push([]);
    runs.at(-1)?.push({ at, value });
  });
  return runs;
}

/** A stretch of one is a dot. */
function pathOf(run: readonly Measured[], count: number, most: number): string {
  const points = run.map(({ at, value }) => {
    const x = EDGE + (at / Math.max(1, count - 1)) * (WIDTH - 2 * EDGE);
    const y = HEIGHT - EDGE - (value / most) * (HEIGHT - 2 * EDGE);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.length === 1 ? [...points, ...points].join("L") : points.join("L")}`;
}
