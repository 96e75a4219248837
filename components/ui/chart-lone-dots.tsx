import type { ChartPoint } from "./chart-series";

interface DotProps {
  readonly cx?: number | undefined;
  readonly cy?: number | undefined;
  readonly index: number;
  readonly stroke?: string | undefined;
}

/** The dots of a series: where a value stands between two gaps, as one value makes no line. */
export const loneDots = (points: readonly ChartPoint[], key: string) => {
  const isMeasured = (at: number) => typeof points[at]?.values[key] === "number";
  return ({ cx, cy, index, stroke }: DotProps) =>
    isMeasured(index) && !isMeasured(index - 1) && !isMeasured(index + 1) ? (
      <circle key={index} cx={cx} cy={cy} r={4} fill={stroke} />
    ) : (
      <g key={index} />
    );
};
