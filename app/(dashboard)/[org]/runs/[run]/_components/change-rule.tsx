"use client";

import { useState } from "react";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import type { HeldRunView } from "@/lib/services/runs/held-run";
import { changeLimits } from "../actions";
import { type Limits, RuleFields } from "./rule-fields";

interface Props {
  readonly held: HeldRunView;
  readonly onClose: () => void;
}

/** The limits that held this plan, to be changed for good; a new plan is made under them. */
export function ChangeRule({ held, onClose }: Props) {
  const org = useOrganization();
  const [limits, setLimits] = useState<Limits>({});
  const rules = held.brakes.flatMap(({ rule, title }) => (rule ? [{ rule, title }] : []));
  const distinct = rules.filter(
    ({ rule }, at) => rules.findIndex((other) => nameOf(other.rule) === nameOf(rule)) === at,
  );
  return (
    <section id="change-rule" aria-label="Change the rule" className="border-t px-4 py-3.5">
      <p className="max-w-2xl text-ink-soft">
        A changed limit holds for every run of this registry from now on. This plan ends, and a new one is
        made under it.
      </p>
      <div className="mt-3 space-y-4">
        {distinct.map(({ rule, title }) => (
          <RuleFields
            key={nameOf(rule)}
            rule={rule}
            title={title}
            limits={limits}
            onChange={(changed) => setLimits({ ...limits, ...changed })}
          />
        ))}
      </div>
      <div className="mt-4 flex gap-2">
        <ActionButton
          look="primary"
          action={() => changeLimits(org, held.runId, limits)}
          label="Save and plan again"
          isDisabled={Object.keys(limits).length === 0}
        />
        <button type="button" onClick={onClose} className={buttonClass("quiet")}>
          Cancel
        </button>
      </div>
    </section>
  );
}

type Rule = NonNullable<HeldRunView["brakes"][number]["rule"]>;

const nameOf = (rule: Rule): string => (rule.kind === "gate" ? rule.gate.name : rule.share.name);
