"use client";

import { CellValue } from "@/components/cell-value";
import { Checkbox } from "@/components/ui/checkbox";
import { Problem } from "@/components/ui/problem";
import { Refusal } from "@/components/ui/refusal";
import { keyText } from "@/lib/format/cell";
import { counted, formatCount } from "@/lib/format/count";
import type { DraftRule } from "@/lib/services/drafts/draft-input";
import type { RuleProposalsView, RuleProposalView } from "@/lib/services/drafts/draft-view";
import { useDraftAnswer } from "../../_components/use-draft-answer";
import { useWizard } from "../../_components/wizard-context";
import { Fold } from "./fold";

/** What the rows keep to already, to be taken as rules; each with the rows that would fail now. */
export function RulesSection() {
  const { parts, change } = useWizard();
  const { answer } = useDraftAnswer<RuleProposalsView>("rules");
  const view = answer?.view ?? null;
  const { rules } = parts;
  const isTaken = (one: RuleProposalView) =>
    rules.some(({ field, kind }) => field === one.field && kind === one.kind);
  const toggle = (one: RuleProposalView) =>
    change({
      rules: isTaken(one)
        ? rules.filter(({ field, kind }) => field !== one.field || kind !== one.kind)
        : [
            ...rules,
            { field: one.field, kind: one.kind as DraftRule["kind"], keywords: { ...one.keywords } },
          ],
    });
  return (
    <Fold title="Rules" decided={decided(rules.length, view)}>
      {answer?.refusal && <Refusal refusal={answer.refusal} />}
      {!answer && <p className="text-ink-soft">Looking at what the rows keep to…</p>}
      {view?.rows === null && (
        <p className="text-ink-soft">
          Not checked: {view.missing?.message} {view.missing?.remedy}
        </p>
      )}
      {view?.taken?.problem && (
        <Problem title={view.taken.problem.message} remedy={view.taken.problem.remedy} />
      )}
      {view?.rows && (
        <>
          <p className="mb-2.5 text-ink-soft">
            {view.proposals.length === 0
              ? "No rule stands out in the rows that were read."
              : "Tick what is meant to hold. A row that breaks a rule is set aside with its reason; all others go on."}
          </p>
          <ul className="space-y-2">
            {view.proposals.map((one) => (
              <li key={one.id}>
                <Checkbox
                  label={<RuleText proposal={one} />}
                  checked={isTaken(one)}
                  onChange={() => toggle(one)}
                />
                {one.failing > 0 && <Failing proposal={one} />}
              </li>
            ))}
          </ul>
        </>
      )}
    </Fold>
  );
}

function decided(rules: number, view: RuleProposalsView | null): string {
  if (rules === 0)
    return "None yet: every value of the right type is accepted. They can be added at any time.";
  const failing =
    view?.taken && !view.taken.problem ? `, ${counted(view.taken.failing, "row")} would fail now` : "";
  return `${counted(rules, "rule")} taken${failing}.`;
}

const RuleText = ({ proposal: { text, failing, total } }: { readonly proposal: RuleProposalView }) => (
  <>
    {text}{" "}
    <span className={failing > 0 ? "text-warn" : "text-ink-faint"}>
      {failing > 0
        ? `${formatCount(failing)} of ${counted(total, "row")} ${failing === 1 ? "fails" : "fail"} now`
        : `no row of ${formatCount(total)} fails`}
    </span>
  </>
);

function Failing({ proposal: { examples } }: { readonly proposal: RuleProposalView }) {
  return (
    <details className="mt-1 pl-6 text-small">
      <summary className="list-none text-accent underline">see them</summary>
      <ul className="mt-1 space-y-0.5 text-ink-soft">
        {examples.map(({ key, value, because }) => (
          <li key={`${key?.join(" ")} ${String(value)}`} className="flex flex-wrap gap-x-2">
            <span className="font-mono">{key ? keyText(key) : "no key"}</span>
            <CellValue value={value} />
            <span>{because}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
