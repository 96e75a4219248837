"use client";

interface Props {
  /** Both as shares of the whole run. */
  readonly from: number;
  readonly length: number;
}

/** When a phase was, within its run: a drawing, because the page's policy allows no style on an element. */
export function PhaseBar({ from, length }: Props) {
  return (
    <svg aria-hidden className="block size-full overflow-visible">
      <line
        x1={`${from * 100}%`}
        x2={`${(from + length) * 100}%`}
        y1="50%"
        y2="50%"
        strokeWidth={6}
        strokeLinecap="round"
        className="stroke-accent"
      />
    </svg>
  );
}
