import { formatCount } from "@/lib/format/count";
import { span } from "@/lib/format/moment";
import { phaseLines } from "@/lib/format/phase";
import type { RunView } from "@/lib/services/runs/run-view";
import { PhaseBar } from "./phase-bar";

/** The phases that the run went through, each as long as it took, with its calls to the systems. */
export function PhaseTimeline({ run }: { readonly run: RunView }) {
  const lines = phaseLines(run).filter((line) => line.startedAt !== null);
  if (lines.length === 0) return null;
  const start = Math.min(...lines.map((line) => Date.parse(line.startedAt ?? "")));
  const ends = lines.map((line) => Date.parse(line.finishedAt ?? line.startedAt ?? ""));
  const whole = Math.max(1, Math.max(...ends) - start);
  return (
    <section aria-label="Phases" className="card px-4 py-3">
      <ol className="space-y-1.5">
        {lines.map((line, at) => {
          const from = Date.parse(line.startedAt ?? "");
          const length = Math.max(0, (ends[at] ?? from) - from);
          return (
            <li
              key={line.id}
              className="grid grid-cols-[92px_minmax(0,1fr)_68px] items-center gap-3 sm:grid-cols-[110px_minmax(0,1fr)_72px_76px]"
            >
              <span className="text-ink-soft">{line.word}</span>
              <span className="h-1.5 rounded-full bg-calm-soft px-[3px]">
                <PhaseBar from={(from - start) / whole} length={length / whole} />
              </span>
              <span className="text-right tabular-nums">
                {line.finishedAt && line.startedAt ? span(line.startedAt, line.finishedAt, 0) : "waits"}
              </span>
              <span className="text-right text-ink-soft tabular-nums max-sm:hidden">
                {line.calls > 0 ? `${formatCount(line.calls)} ${line.calls === 1 ? "call" : "calls"}` : ""}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
