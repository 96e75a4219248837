"use client";

import type { OwnRuleView, RuleProposalsView } from "@/lib/services/drafts/rule-views";
import { useWizard } from "../../_components/wizard-context";
import { RuleLine } from "./rule-line";
import { isTaken, toggled, toggledOwn } from "./taken-rules";

/** The rules that the draft's template brought, and what it has from elsewhere, each counted like a proposed one. */
export function TemplateRules({ view }: { readonly view: RuleProposalsView }) {
  const { parts, change, template } = useWizard();
  const kept = parts.template;
  const line = (rule: OwnRuleView) => (
    <RuleLine
      key={rule.id}
      rule={rule}
      isTaken={isTaken(parts.rules, rule)}
      onToggle={() => change({ rules: toggled(parts.rules, rule) })}
    />
  );
  const others = view.own.filter(({ isOfTemplate }) => !isOfTemplate);
  return (
    <>
      {template && (
        <Group title={`From the template ${template.name}`}>
          {view.own.filter(({ isOfTemplate }) => isOfTemplate).map(line)}
          {kept &&
            view.rowRules
              .filter(({ cannot }) => cannot !== "no-room")
              .map((rule) => <OwnLine key={rule.id} rule={rule} template={kept} />)}
        </Group>
      )}
      {view.noRoom && kept && (
        <Group title="Left out of the template" note={`${view.noRoom.message} ${view.noRoom.remedy ?? ""}`}>
          {view.rowRules
            .filter(({ cannot }) => cannot === "no-room")
            .map((rule) => (
              <OwnLine key={rule.id} rule={rule} template={kept} />
            ))}
        </Group>
      )}
      {others.length > 0 && <Group title="Of this draft">{others.map(line)}</Group>}
      <OptionSets sets={view.optionSets} />
    </>
  );
}

interface OwnProps {
  readonly rule: RuleProposalsView["rowRules"][number];
  readonly template: NonNullable<ReturnType<typeof useWizard>["parts"]["template"]>;
}

function OwnLine({ rule, template }: OwnProps) {
  const { change } = useWizard();
  return (
    <RuleLine
      rule={rule}
      isWarning={rule.severity === "warning"}
      isTaken={template.rules.includes(rule.id)}
      cannot={
        rule.cannot === "no-field"
          ? `It looks at ${rule.missing.join(" and ")}, which this registry leaves out.`
          : rule.cannot === "no-room"
            ? "Your plan has no room for it."
            : null
      }
      onToggle={() => change({ template: toggledOwn(template, rule.id) })}
    />
  );
}

interface GroupProps {
  readonly title: string;
  readonly note?: string;
  readonly children: React.ReactNode;
}

const Group = ({ title, note, children }: GroupProps) => (
  <section aria-label={title} className="mb-4">
    <h3 className="mb-1.5 font-medium">{title}</h3>
    {note && <p className="mb-2 text-ink-soft">{note}</p>}
    <ul className="space-y-2">{children}</ul>
  </section>
);

function OptionSets({ sets }: { readonly sets: RuleProposalsView["optionSets"] }) {
  const namesOf = (isOther: boolean) => sets.filter((set) => set.isOther === isOther).map(({ name }) => name);
  const [own, other] = [namesOf(false), namesOf(true)];
  return (
    <>
      {own.length > 0 && (
        <p className="mb-4 text-ink-soft">
          Options are kept as option sets, which other registries can use too: {own.join(", ")}.
        </p>
      )}
      {other.length > 0 && (
        <p className="mb-4 text-ink-soft">
          An option set of this name has other options, so the field keeps its own: {other.join(", ")}.
        </p>
      )}
    </>
  );
}
