import { formatCount } from "@/lib/format/count";
import { directionWord } from "@/lib/format/direction-word";
import { formatDuration } from "@/lib/format/moment";
import type { LatencyView } from "@/lib/services/registries/get-latency";
import type { LatencyParts } from "@/lib/services/registries/latency-parts";
import type { SideView } from "@/lib/services/registries/registry-view";

const COLUMNS = ["Edits", "p50", "p95", "p99"];

interface Props {
  readonly sides: readonly SideView[];
  readonly directions: LatencyView["directions"];
  readonly part: keyof LatencyParts;
}

/** The same by direction, and what each is counted from. */
export function LatencyTable({ sides, directions, part }: Props) {
  if (directions.length === 0) return null;
  return (
    <div className="mt-3 overflow-x-auto">
      <table className="w-full text-small tabular-nums" aria-label="Edit to written by direction">
        <thead>
          <tr className="border-b">
            <th scope="col" className="table-head py-1.5 pr-3">
              Direction
            </th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="table-head py-1.5 pl-3 text-right">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {directions.map((direction) => (
            <Direction
              key={`${direction.from} ${direction.to}`}
              word={directionWord(sides, direction)}
              direction={direction}
              part={part}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DirectionProps {
  readonly word: string;
  readonly direction: LatencyView["directions"][number];
  readonly part: keyof LatencyParts;
}

function Direction({ word, direction: { told, seen, parts }, part }: DirectionProps) {
  const measured = parts[part];
  return (
    <tr>
      <th scope="row" className="py-1.5 pr-3 text-left font-normal">
        {word}
        <span className="block text-micro text-ink-faint">{countedFrom(told, seen)}</span>
      </th>
      <td className="pl-3 text-right">{formatCount(told + seen)}</td>
      {(["p50", "p95", "p99"] as const).map((name) => (
        <td key={name} className="pl-3 text-right whitespace-nowrap">
          {measured ? formatDuration(measured[name]) : "–"}
        </td>
      ))}
    </tr>
  );
}

function countedFrom(told: number, seen: number): string {
  if (seen === 0) return "from the system's own time of the edit";
  if (told === 0) return "from when it was first seen";
  return `${formatCount(told)} from the system's own time, ${formatCount(seen)} from when first seen`;
}
