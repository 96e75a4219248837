import { Problem } from "@/components/ui/problem";
import { brakeWord } from "@/lib/format/brake-word";
import type { RunView } from "@/lib/services/runs/run-view";

/** The safety rules that the run met; once a person has decided they are told, no longer called out. */
export function Brakes({ run }: { readonly run: RunView }) {
  if (run.brakes.length === 0) return null;
  if (run.decidedBy)
    return (
      <ul aria-label="Safety rules it met" className="card divide-y divide-line">
        {run.brakes.map((brake) => (
          <li key={`${brake.kind} ${brake.sideId}`} className="px-4 py-2.5">
            <span className="font-medium">{brakeWord(brake.kind)}.</span>{" "}
            <span className="text-ink-soft">{brake.message}</span>
          </li>
        ))}
      </ul>
    );
  return run.brakes.map((brake) => (
    <Problem
      key={`${brake.kind} ${brake.sideId}`}
      title={brakeWord(brake.kind)}
      remedy={brake.message}
      tone={brake.severity === "stop" ? "stop" : "warn"}
    />
  ));
}
