"use client";

import { Problem } from "@/components/ui/problem";
import { Refusal } from "@/components/ui/refusal";
import { counted } from "@/lib/format/count";
import type { RuleProposalsView } from "@/lib/services/drafts/rule-views";
import { useDraftAnswer } from "../../_components/use-draft-answer";
import { useWizard } from "../../_components/wizard-context";
import { Fold } from "./fold";
import { RuleLine } from "./rule-line";
import { further, isTaken, toggled } from "./taken-rules";
import { TemplateRules } from "./template-rules";

/** What a template brought and what the rows keep to already, to be taken as rules; each with the rows that would fail. */
export function RulesSection() {
  const { parts, change } = useWizard();
  const { answer } = useDraftAnswer<RuleProposalsView>("rules");
  const view = answer?.view ?? null;
  const { rules } = parts;
  const proposals = view ? further(view.proposals, view.own, rules) : [];
  return (
    <Fold title="Rules" decided={decided(rules.length + (parts.template?.rules.length ?? 0), view)}>
      {answer?.refusal && <Refusal refusal={answer.refusal} />}
      {!answer && <p className="text-ink-soft">Looking at what the rows keep to…</p>}
      {view?.taken?.problem && (
        <Problem title={view.taken.problem.message} remedy={view.taken.problem.remedy} />
      )}
      {view && <TemplateRules view={view} />}
      {view?.rows === null && (
        <p className="text-ink-soft">
          Not checked: {view.missing?.message} {view.missing?.remedy}
        </p>
      )}
      {view?.rows && (
        <>
          <p className="mb-2.5 text-ink-soft">
            {proposals.length === 0
              ? `No ${view.own.length > 0 ? "other " : ""}rule stands out in the rows that were read.`
              : "Tick what is meant to hold. A row that breaks a rule is set aside with its reason; all others go on."}
          </p>
          <ul className="space-y-2">
            {proposals.map((one) => (
              <RuleLine
                key={one.id}
                rule={one}
                isTaken={isTaken(rules, one)}
                onToggle={() => change({ rules: toggled(rules, one) })}
              />
            ))}
          </ul>
        </>
      )}
    </Fold>
  );
}

function decided(rules: number, view: RuleProposalsView | null): string {
  const noRoom = (view?.rowRules ?? []).filter((rule) => rule.cannot === "no-room" && !rule.isTaken).length;
  const leftOut =
    noRoom > 0 ? ` ${counted(noRoom, "rule")} of the template left out: the plan has no room.` : "";
  if (rules === 0)
    return `None yet: every value of the right type is accepted. They can be added at any time.${leftOut}`;
  const failing =
    view?.taken && !view.taken.problem ? `, ${counted(view.taken.failing, "row")} would fail now` : "";
  return `${counted(rules, "rule")} taken${failing}.${leftOut}`;
}
