"use client";

interface Props {
  readonly label: string;
  readonly part: number;
  readonly whole: number | null;
}

/** How far something is; without a whole it only says that it moves. */
export function ProgressBar({ label, part, whole }: Props) {
  const share = whole ? Math.min(100, (part / whole) * 100) : null;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={whole ?? undefined}
      aria-valuenow={whole ? part : undefined}
      className="h-1 overflow-hidden rounded-full bg-calm-soft"
    >
      {/* A drawing, because the page's policy allows no style on an element. */}
      <svg aria-hidden className="block size-full">
        <rect
          width={`${share ?? 25}%`}
          height="100%"
          rx={2}
          className={`fill-accent transition-[width] duration-700 ${share === null ? "animate-pulse" : ""}`}
        />
      </svg>
    </div>
  );
}
