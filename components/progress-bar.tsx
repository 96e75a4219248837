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
      <div
        className={`h-full rounded-full bg-accent transition-[width] duration-700 ${share === null ? "w-1/4 animate-pulse" : ""}`}
        style={share === null ? undefined : { width: `${share}%` }}
      />
    </div>
  );
}
