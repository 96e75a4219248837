import { Stat } from "@/components/ui/stat";
import { formatDuration } from "@/lib/format/moment";
import type { LatencyParts } from "@/lib/services/registries/latency-parts";
import { LatencyFormula } from "./latency-formula";

/** How late edits arrive, as one number with its spread. */
export function LatencyStat({ parts }: { readonly parts: LatencyParts }) {
  const { total, theirs } = parts;
  return (
    <Stat
      word="Edit to written, p50"
      value={total && formatDuration(total.p50)}
      note={
        total === null ? (
          "No edit arrived in the last 24 h."
        ) : (
          <>
            p95 {formatDuration(total.p95)} · p99 {formatDuration(total.p99)}
            {theirs && (
              <span className="block">of it theirs {formatDuration(theirs.p50)}, last 24&nbsp;h</span>
            )}
          </>
        )
      }
      formula={<LatencyFormula parts={parts} />}
    />
  );
}
