import type { ReactNode } from "react";
import { exactTime } from "@/lib/format/moment";
import { ChartMark } from "./chart-mark";
import type { ChartPoint, ChartUnit, Series } from "./chart-series";
import { chartValue } from "./chart-words";
import { Disclosure } from "./disclosure";

interface Props {
  /** What is drawn, with its unit and span: "Change to written, last 24 h". */
  readonly label: string;
  readonly series: readonly Series[];
  readonly points: readonly ChartPoint[];
  readonly unit: ChartUnit;
  readonly shape: "line" | "bar";
  /** Said in place of a drawing where nothing was measured. */
  readonly empty: ReactNode;
  readonly children: ReactNode;
}

/** Round a drawing: what its marks mean, and the same numbers as a table for who does not see or trust it. */
export function ChartFrame({ label, series, points, unit, shape, empty, children }: Props) {
  const isMeasured = points.some(({ values }) => series.some(({ key }) => typeof values[key] === "number"));
  return (
    <figure aria-label={label} className="min-w-0">
      <figcaption className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="mr-auto font-medium">{label}</span>
        <span className="flex flex-wrap gap-x-4 gap-y-1">
          {series.map(({ key, word }, nth) => (
            <span key={key} className="inline-flex items-center gap-1.5 text-small text-ink-soft">
              <ChartMark nth={nth} shape={shape} />
              {word}
            </span>
          ))}
        </span>
      </figcaption>
      {isMeasured ? (
        <>
          <div aria-hidden className="h-52">
            {children}
          </div>
          <Disclosure summary="The numbers" className="mt-2 text-small text-ink-soft">
            <ChartTable label={label} series={series} points={points} unit={unit} />
          </Disclosure>
        </>
      ) : (
        <div className="grid h-52 place-items-center rounded-control bg-sunken px-6 text-center text-ink-soft">
          <p className="max-w-sm">{empty}</p>
        </div>
      )}
    </figure>
  );
}

function ChartTable({ label, series, points, unit }: Omit<Props, "shape" | "empty" | "children">) {
  return (
    <div className="max-h-64 overflow-auto">
      <table className="w-full text-left" aria-label={label}>
        <thead>
          <tr>
            <th className="table-head py-1 pr-4">Time</th>
            {series.map(({ key, word }) => (
              <th key={key} className="table-head py-1 pr-4 text-right">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map(({ at, values }) => (
            <tr key={at} className="border-t">
              <th scope="row" className="py-1 pr-4 font-normal whitespace-nowrap">
                {exactTime(at)}
              </th>
              {series.map(({ key }) => (
                <td key={key} className="py-1 pr-4 text-right tabular-nums">
                  {chartValue(values[key], unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
