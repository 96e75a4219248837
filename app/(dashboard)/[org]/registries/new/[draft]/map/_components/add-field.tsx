"use client";

import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { counted, formatCount } from "@/lib/format/count";
import { freeName } from "@/lib/format/free-name";
import type { MappingProposal } from "@/lib/services/drafts/draft-view";
import type { DraftParts } from "../../_components/draft-parts";
import { useWizard } from "../../_components/wizard-context";
import { nextRef } from "../../connect/_components/draft-sides";
import { withColumn } from "./field-columns";

interface Props {
  readonly unmapped: MappingProposal["unmapped"];
}

/** Columns that no field has yet: each can become one, and those that cannot say why. */
export function AddField({ unmapped }: Props) {
  const { parts, draft, change } = useWizard();
  if (unmapped.length === 0) return null;
  const columnOf = (side: string, id: string) =>
    draft.looks.find((look) => look.side === side)?.columns.find((column) => column.id === id);
  const titleOf = (side: string) => draft.looks.find((look) => look.side === side)?.title ?? side;
  const add = (chosen: MappingProposal["unmapped"]) => {
    let { fields, sides }: Pick<DraftParts, "fields" | "sides"> = parts;
    for (const one of chosen) {
      const column = columnOf(one.side, one.sideField);
      const type = column?.carries[0];
      if (!column || !type) continue;
      const ref = nextRef(
        "f",
        fields.map((field) => field.ref),
      );
      const name = freeName(one.name, new Set(fields.map((field) => field.name)));
      fields = [...fields, { ref, name, type }];
      sides = withColumn(sides, { side: one.side, field: ref }, column);
    }
    change({ fields, sides });
  };
  const never = unmapped.filter(({ because }) => because !== null);
  const free = unmapped.filter(({ because }) => because === null);
  return (
    <div className="mt-3">
      {free.length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <select
            aria-label="Add a field from a column"
            value=""
            onChange={(event) => add(free.slice(Number(event.target.value)).slice(0, 1))}
            className={inputClass("w-full max-w-80")}
          >
            <option value="">Add a field from a column</option>
            {free.map(({ side, sideField, name }, at) => (
              <option key={`${side} ${sideField}`} value={at}>
                {name} ({titleOf(side)})
              </option>
            ))}
          </select>
          {free.length > 1 && (
            <button type="button" onClick={() => add(free)} className={buttonClass("plain")}>
              Add all {formatCount(free.length)}
            </button>
          )}
        </div>
      )}
      {never.length > 0 && (
        <details className="mt-2 text-xs text-ink-soft">
          <summary className="list-none underline">
            {counted(never.length, "column")} cannot be mapped
          </summary>
          <ul className="mt-1 list-disc space-y-0.5 pl-4">
            {never.map(({ side, sideField, name, because }) => (
              <li key={`${side} ${sideField}`}>
                {name} ({titleOf(side)}): {because}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
