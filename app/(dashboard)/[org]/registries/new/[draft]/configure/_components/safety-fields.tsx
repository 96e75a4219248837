"use client";

import { useState } from "react";
import { Select } from "@/components/ui/select";
import { deleteChoices } from "@/lib/format/choices";
import {
  brakeDraftOf,
  brakeFault,
  brakesOf,
  LIMIT_LINES,
} from "../../../../[registry]/settings/_components/brake-draft";
import { Choose } from "../../../../[registry]/settings/_components/choose";
import { LimitFields } from "../../../../[registry]/settings/_components/limit-fields";
import { Setting } from "../../../../[registry]/settings/_components/setting";
import { useWizard } from "../../_components/wizard-context";

const DAYS = ["1", "3", "7", "14", "30"];

/** What deletes do, what holds a run for a person, who that is, and for how long. */
export function SafetyFields({ deciders }: { readonly deciders: string }) {
  const { parts, change } = useWizard();
  const deletes = parts.deletes ?? "hold";
  const [limits, setLimits] = useState(() => brakeDraftOf(parts.brakes ?? {}));
  const days = String(parts.approvalDays ?? 7);
  const fault = brakeFault(limits);
  return (
    <div className="divide-y divide-line">
      <Choose
        label="A deleted row"
        choices={deleteChoices(deletes)}
        value={deletes}
        onChoose={(chosen) => change({ deletes: chosen })}
      />
      {LIMIT_LINES.map((line) => (
        <LimitFields
          key={line.share}
          line={line}
          draft={limits}
          onChange={(changed) => {
            const next = { ...limits, ...changed };
            setLimits(next);
            if (brakeFault(next) === null) change({ brakes: brakesOf(next) });
          }}
        />
      ))}
      {fault && (
        <p role="alert" className="py-2 text-bad">
          {fault}
        </p>
      )}
      <Setting label="Who decides" hint="Roles are given under Settings, members.">
        {() => <p className="pt-1.5">{deciders}</p>}
      </Setting>
      <Setting
        label="A held plan waits"
        hint="Then it ends by itself. Nothing is lost: the next run plans anew."
      >
        {(ids) => (
          <Select
            {...ids}
            value={days}
            onChange={(event) => change({ approvalDays: Number(event.target.value) })}
            options={[...new Set([...DAYS, days])].map((value) => ({
              value,
              word: value === "1" ? "1 day" : `${value} days`,
            }))}
          />
        )}
      </Setting>
    </div>
  );
}
