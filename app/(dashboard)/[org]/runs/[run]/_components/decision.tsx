import { Moment } from "@/components/moment";
import type { RunView } from "@/lib/services/runs/run-view";

/** Who decided on a held plan, and when. */
export function Decision({ run }: { readonly run: RunView }) {
  if (!run.decidedBy) return null;
  return (
    <>
      , {run.decidedBy.decision} by a person <Moment at={run.decidedBy.at} />
    </>
  );
}
