"use client";

import { Lock } from "lucide-react";
import { TypeIcon } from "@/components/type-icon";
import { inputClass } from "@/components/ui/input";
import { KindIcon } from "@/components/ui/kind-icon";
import type { DraftField } from "@/lib/services/drafts/draft-input";
import type { MappedColumnView } from "@/lib/services/drafts/draft-view";
import { DirectionSwitch } from "../../../../[registry]/mapping/_components/direction-switch";
import { useWizard } from "../../_components/wizard-context";
import { type Counterpart, misfit, withColumn, withDirection } from "./field-columns";

interface Props {
  readonly field: DraftField;
  readonly counterpart: Counterpart;
  /** What the server says of the column; null = it was not asked about it yet. */
  readonly found: MappedColumnView | null;
  /** Why it was proposed; null = a person chose it, or nobody knows. */
  readonly because: string | null;
}

/** A field's column on one side: which, of what type, which way its values go, and why it was proposed. */
export function SideColumn({ field, counterpart, found, because }: Props) {
  const { parts, change } = useWizard();
  const { side, look, column, sideField, direction } = counterpart;
  const at = { side: side.ref, field: field.ref };
  const of = `${field.name} on ${look?.title ?? side.ref}`;
  const homeWords =
    found?.sideField === sideField && found.direction === direction ? found.directionBecause : null;
  const told = found?.sideField === sideField ? found.incompatible : null;
  const wrong = misfit(counterpart, field.type) ?? told;
  const choose = (id: string) =>
    change({ sides: withColumn(parts.sides, at, look?.columns.find((one) => one.id === id) ?? null) });
  return (
    <div className="min-w-0">
      <div className="flex items-center gap-1.5">
        {look && <KindIcon kind={look.kind} size={15} />}
        {column && <TypeIcon type={column.carries[0] ?? field.type} native={column.native} />}
        <select
          aria-label={`Column of ${of}`}
          value={sideField ?? ""}
          onChange={(event) => choose(event.target.value)}
          className={inputClass("choice min-w-0 flex-1 truncate")}
        >
          <option value="">Not mapped</option>
          {sideField !== null && !column && <option value={sideField}>No longer there</option>}
          {look?.columns.map(({ id, name, carries }) => (
            <option key={id} value={id} disabled={carries.length === 0}>
              {name}
              {carries.length === 0 && " (cannot be mapped)"}
            </option>
          ))}
        </select>
      </div>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
        {sideField !== null && (
          <DirectionSwitch
            of={of}
            value={direction}
            readOnlyBecause={column?.readOnlyBecause ?? null}
            onChange={(chosen) => change({ sides: withDirection(parts.sides, at, chosen) })}
          />
        )}
        {column?.readOnlyBecause && (
          <span className="flex items-center gap-1 text-ink-soft">
            <Lock size={11} aria-hidden /> Read-only: {column.readOnlyBecause}
          </span>
        )}
        {sideField !== null && !column && (
          <span className="text-bad">This column is not there any more: choose another.</span>
        )}
        {wrong && <span className="text-bad">{wrong}</span>}
        {!wrong && homeWords && <span className="text-ink-soft">{homeWords}</span>}
        {!wrong && because && (
          <span className="min-w-0 truncate text-ink-faint" title={because}>
            {because}
          </span>
        )}
      </div>
    </div>
  );
}
