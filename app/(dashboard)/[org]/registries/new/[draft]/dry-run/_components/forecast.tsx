"use client";

import { KindIcon } from "@/components/ui/kind-icon";
import { counted, formatCount } from "@/lib/format/count";
import { duration } from "@/lib/format/matching";
import type { ForecastView, SideForecast } from "@/lib/services/drafts/draft-view";
import { useDraftAnswer } from "../../_components/use-draft-answer";

const NOT_COMPUTED = <span className="text-ink-faint">not computed</span>;

/** How long it will take, and how much of what each provider allows. What is not known is said so. */
export function Forecast() {
  const { answer } = useDraftAnswer<ForecastView>("forecast");
  const view = answer?.view;
  if (!view) return null;
  return (
    <section aria-labelledby="forecast" className="mt-7">
      <h2 id="forecast" className="mb-1 text-lead font-semibold">
        Time and budget
      </h2>
      <p className="mb-3 text-ink-soft">
        {view.message ?? `Not computed. ${view.missing?.message ?? ""} ${view.missing?.remedy ?? ""}`}
      </p>
      {view.sides.length > 0 && (
        <div className="card overflow-x-auto">
          <table className="w-full text-left">
            <thead>
              <tr className="border-b">
                {["System", "First sync writes", "Takes about", "A usual run reads", "Budget share"].map(
                  (word) => (
                    <th key={word} scope="col" className="table-head px-4 py-2">
                      {word}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody className="divide-y divide-line tabular-nums">
              {view.sides.map((side) => (
                <Line key={side.side} side={side} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Line({ side: { kind, connection, first, usual, share } }: { readonly side: SideForecast }) {
  return (
    <tr>
      <th scope="row" className="px-4 py-2 font-medium">
        <span className="flex items-center gap-2">
          <KindIcon kind={kind} size={16} />
          {connection}
        </span>
      </th>
      <td className="px-4 py-2" title={first.write?.message}>
        {first.write === null
          ? NOT_COMPUTED
          : `${formatCount(first.write.writes)} in ${counted(first.write.calls, "call")}`}
      </td>
      <td className="px-4 py-2">
        {first.write === null ? NOT_COMPUTED : timeOf(first.write.seconds, first.write.writes)}
      </td>
      <td className="px-4 py-2" title={usual.read?.message}>
        {usual.read === null ? NOT_COMPUTED : counted(usual.read.calls, "call")}
      </td>
      <td className="px-4 py-2">{share === null ? "no limit named" : percent(share)}</td>
    </tr>
  );
}

const timeOf = (seconds: number | null, writes: number): string => {
  if (writes === 0) return "nothing to write";
  return seconds === null ? "no limit named" : duration(Math.max(1, Math.ceil(seconds)));
};

/** A share that is not nothing is never told as 0 %. */
const percent = (share: number): string =>
  share > 0 && share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`;
