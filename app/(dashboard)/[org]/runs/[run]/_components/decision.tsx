import { Moment } from "@/components/ui/moment";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { RunView } from "@/lib/services/runs/run-view";

/** Who decided on a held plan, and when. */
export function Decision({ run, names }: { readonly run: RunView; readonly names: ActorNames }) {
  if (!run.decidedBy) return null;
  const { decision, ref, at } = run.decidedBy;
  return (
    <>
      ,{" "}
      {decision === "expired" ? "ended because nobody decided" : `${decision} by ${names[ref] ?? "a person"}`}{" "}
      <Moment at={at} />
    </>
  );
}
