"use client";

import { Plus } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { freeRuleId, type Rule, rulesOf, type SchemaJson, withRules } from "./edit-document";
import { RuleForm } from "./rule-form";

interface Props {
  readonly registry: RegistryView;
  readonly document: SchemaJson;
  readonly onChange: (document: SchemaJson) => void;
}

/** Rules over the whole row, in formulas, and patterns beyond a field's first. */
export function RuleList({ registry, document, onChange }: Props) {
  const rules = rulesOf(document);
  const put = (at: number, rule: Rule | null) =>
    onChange(
      withRules(
        document,
        rules.flatMap((other, index) => (index === at ? (rule ?? []) : other)),
      ),
    );
  const add = () => {
    const rule: Rule = {
      id: freeRuleId(document),
      kind: "formula",
      expression: "",
      message: "",
      severity: "error",
    };
    onChange(withRules(document, [...rules, rule]));
  };
  return (
    <section aria-labelledby="own-rules">
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id="own-rules" className="text-[0.9375rem] font-semibold">
          Rules of your own
        </h2>
        <button type="button" onClick={add} className={buttonClass("plain", "ml-auto")}>
          <Plus size={14} aria-hidden />
          Add a rule
        </button>
      </div>
      <div className="card divide-y divide-line">
        {rules.length === 0 && (
          <p className="px-4 py-3 text-ink-soft">
            None. A rule is a formula over the whole row that must be true, such as{" "}
            <code className="font-mono text-xs">{'row.state != "Final" || row.approved == true'}</code>.
          </p>
        )}
        {rules.map((rule, at) => (
          <RuleForm
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule's own id is under edit
            key={at}
            rule={rule}
            fields={registry.fields}
            onChange={(changed) => put(at, changed)}
          />
        ))}
      </div>
    </section>
  );
}
