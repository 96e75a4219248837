import { ChartBars } from "@/components/ui/chart-bars";
import { formatCount } from "@/lib/format/count";
import { directionWord } from "@/lib/format/direction-word";
import { TIME_WINDOWS } from "@/lib/format/time-window";
import type { FlowView } from "@/lib/services/registries/get-flow";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { drawnFlow } from "./drawn-flow";

interface Props {
  readonly registry: RegistryView;
  readonly flow: FlowView;
}

/** What was written from side to side, and what was not taken. */
export function FlowPanel({ registry, flow }: Props) {
  const span = TIME_WINDOWS[flow.window].word;
  const words = flow.directions.map((direction) => directionWord(registry.sides, direction));
  const { series, points } = drawnFlow(flow, words);
  return (
    <div className="card min-w-0 px-4 py-3.5">
      <p className="mb-3 flex min-h-7 items-center text-small text-ink-soft">
        Rows written on a side, by where their new values were made; one made on two sides counts for both.
      </p>
      <ChartBars
        label={`Rows written, last ${span}`}
        series={series}
        points={points}
        empty={`Nothing was written in the last ${span}: there was nothing to bring over.`}
      />
      {flow.directions.length > 0 && <FlowTable directions={flow.directions} words={words} />}
    </div>
  );
}

interface TableProps {
  readonly directions: FlowView["directions"];
  readonly words: readonly string[];
}

function FlowTable({ directions, words }: TableProps) {
  return (
    <div className="mt-3 overflow-x-auto">
      <table className="w-full text-small tabular-nums" aria-label="Rows written by direction">
        <thead>
          <tr className="border-b">
            {["Direction", "Written", "Not taken"].map((column, at) => (
              <th
                key={column}
                scope="col"
                className={`table-head py-1.5 ${at === 0 ? "pr-3" : "pl-3 text-right"}`}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {directions.map(({ from, to, done, failed }, at) => (
            <tr key={`${from} ${to}`}>
              <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                {words[at]}
              </th>
              <td className="pl-3 text-right">{formatCount(done)}</td>
              <td className={`pl-3 text-right ${failed > 0 ? "text-bad" : "text-ink-faint"}`}>
                {formatCount(failed)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
