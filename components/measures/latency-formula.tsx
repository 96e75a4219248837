import { formatCount } from "@/lib/format/count";
import { formatDuration } from "@/lib/format/moment";
import type { LatencyParts } from "@/lib/services/registries/latency-parts";

const PARTS = [
  { part: "total", word: "All of it" },
  { part: "wait", word: "Until a run was due, or a person decided" },
  { part: "theirs", word: "Waiting for the systems and their rate budgets" },
  { part: "ours", word: "Ours" },
] as const;

/** What the time from an edit to its acknowledgement was spent on. */
export function LatencyFormula({ parts }: { readonly parts: LatencyParts }) {
  return (
    <>
      <p className="font-medium">From an edit to its acknowledgement</p>
      <p className="mt-1 text-small text-ink-soft">
        Counted from the time that the system tells of the edit (Notion: to the minute, from its beginning),
        else from when it was first seen, until the other side has confirmed the write. First syncs, restores
        and conflicts that a person decided are not counted.
      </p>
      <table className="mt-3 w-full text-small tabular-nums">
        <thead>
          <tr className="text-left text-ink-faint">
            <th className="py-1 font-normal">{formatCount(parts.total?.count ?? 0)} measured</th>
            {["p50", "p95", "p99"].map((name) => (
              <th key={name} className="py-1 pl-2 text-right font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PARTS.map(({ part, word }) => (
            <tr key={part} className="border-t align-baseline">
              <th className="py-1 text-left font-normal">{word}</th>
              {(["p50", "p95", "p99"] as const).map((name) => (
                <td key={name} className="py-1 pl-2 text-right whitespace-nowrap">
                  {parts[part] ? formatDuration(parts[part][name]) : "–"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
