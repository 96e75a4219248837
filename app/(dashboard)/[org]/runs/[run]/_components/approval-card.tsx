import { ChangeDiff } from "@/components/change-diff";
import { Moment } from "@/components/ui/moment";
import { counted } from "@/lib/format/count";
import { planSentence } from "@/lib/format/plan-sentence";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { HeldRunView } from "@/lib/services/runs/held-run";
import { HeldBrakes } from "./held-brakes";
import { HeldDecision } from "./held-decision";

interface Props {
  readonly held: HeldRunView;
  readonly registry: RegistryView;
}

/** Few enough for the decision to stand on the same screen. */
const SHOWN = 5;

/** A held plan: what it would do, which rule held it and its number, the first rows, and the ways to decide. */
export function ApprovalCard({ held, registry }: Props) {
  const sample = held.sample.slice(0, SHOWN);
  return (
    <section aria-labelledby="approval" className="card border-warn/40">
      <div className="border-b px-4 py-3.5">
        <h2 id="approval" className="text-[0.9375rem] font-semibold">
          This plan waits for your decision
        </h2>
        <p className="mt-0.5">{planSentence(held.perSide, registry.sides)}</p>
        <p className="mt-0.5 text-ink-soft">
          First held <Moment at={held.since} />. {decidersSentence(held)}
        </p>
        <HeldBrakes brakes={held.brakes} />
      </div>
      {sample.length > 0 && (
        <div className="px-4 py-3">
          <p className="eyebrow mb-1">
            {sample.length === 1 ? "The first row" : `The first ${counted(sample.length, "row")}`}; every
            change is below
          </p>
          <ul className="divide-y divide-line">
            {sample.map((change) => (
              <li key={`${change.rowId} ${change.side}`} className="py-2">
                <ChangeDiff change={change} registry={registry} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <HeldDecision held={held} registry={registry} />
    </section>
  );
}

function decidersSentence({ deciders }: HeldRunView): string {
  const { roles, fields } = deciders;
  const why = fields.length > 0 ? `, because it changes ${fields.map(({ field }) => field).join(", ")}` : "";
  if (roles.length === 0) return `No role may decide on it${why}: change who may write them under Access.`;
  const last = roles.at(-1);
  const list = roles.length < 2 ? last : `${roles.slice(0, -1).join(", ")} or ${last}`;
  return `Somebody with the role ${list} decides${why}.`;
}
