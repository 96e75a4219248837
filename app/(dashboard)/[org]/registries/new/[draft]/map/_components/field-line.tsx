"use client";

import { KeyRound, X } from "lucide-react";
import { TypeIcon } from "@/components/type-icon";
import { buttonClass } from "@/components/ui/button";
import { typeWord } from "@/lib/format/cell";
import type { DraftField } from "@/lib/services/drafts/draft-input";
import type { ConversionView, ProposedField } from "@/lib/services/drafts/draft-view";
import { useWizard } from "../../_components/wizard-context";
import { Conversions } from "./conversions";
import { counterpartOf, withoutField } from "./field-columns";
import { SideColumn } from "./side-column";
import type { ReasonOf } from "./use-reasons";

interface Props {
  readonly field: DraftField;
  /** What was found of it; null until it was, or where it is a person's own. */
  readonly proposed: ProposedField | null;
  readonly reasonOf: ReasonOf;
  /** Null = not computed. */
  readonly conversions: readonly ConversionView[] | null;
}

/** A field: its name and type, its column on each side and which way values go, and what would not fit. */
export function FieldLine({ field, proposed, reasonOf, conversions }: Props) {
  const { parts, draft, change } = useWizard();
  const counterparts = parts.sides.map((side) => counterpartOf(side, draft.looks, field.ref));
  const mapped = counterparts.filter(({ direction }) => direction !== "off");
  const isKey = parts.key.includes(field.ref);
  const set = (changed: Partial<DraftField>) =>
    change({ fields: parts.fields.map((own) => (own.ref === field.ref ? { ...own, ...changed } : own)) });
  const types = [...new Set([field.type, ...(proposed?.types ?? [])])];
  return (
    <li className="px-4 py-3" aria-label={field.name}>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 gap-y-2 sm:grid-cols-[7.5rem_minmax(0,1fr)_auto]">
        <div className="flex min-w-0 items-center gap-1.5">
          <TypeIcon type={field.type} />
          <div className="min-w-0 flex-1">
            <input
              key={field.name}
              aria-label={`Name of ${field.name}`}
              defaultValue={field.name}
              maxLength={100}
              onBlur={(event) => {
                const name = event.target.value.trim();
                if (name === "") event.target.value = field.name;
                else if (name !== field.name) set({ name });
              }}
              className="w-full truncate rounded bg-transparent font-medium hover:bg-sunken focus:bg-sunken"
            />
            {types.length > 1 ? (
              <select
                aria-label={`Type of ${field.name}`}
                value={field.type}
                onChange={(event) => set({ type: event.target.value as DraftField["type"] })}
                className="-ml-1 max-w-full rounded bg-transparent text-xs text-ink-soft"
              >
                {types.map((type) => (
                  <option key={type} value={type}>
                    {typeWord(type)}
                  </option>
                ))}
              </select>
            ) : (
              <span className="text-xs text-ink-soft">{typeWord(field.type)}</span>
            )}
          </div>
          {isKey && <KeyRound size={13} role="img" aria-label="Part of the key" className="text-ink-faint" />}
        </div>
        <div className="grid min-w-0 gap-x-4 gap-y-2 max-sm:order-last max-sm:col-span-2 sm:grid-cols-[repeat(auto-fit,minmax(8rem,1fr))]">
          {counterparts.map((counterpart) => (
            <SideColumn
              key={counterpart.side.ref}
              field={field}
              counterpart={counterpart}
              found={proposed?.columns.find(({ side }) => side === counterpart.side.ref) ?? null}
              because={
                counterpart.sideField && reasonOf(field.ref, counterpart.side.ref, counterpart.sideField)
              }
            />
          ))}
        </div>
        <button
          type="button"
          aria-label={`Leave ${field.name} out`}
          title="Leave it out of the registry"
          onClick={() => change(withoutField(parts, field.ref))}
          className={buttonClass("quiet", "px-1.5")}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
      <Notes mapped={mapped.length} sides={counterparts.length} isEdited={mapped.some(isEdited)} />
      <Conversions conversions={conversions} isMapped={mapped.length > 1} />
    </li>
  );
}

const isEdited = ({ direction }: { readonly direction: string }): boolean =>
  direction === "both" || direction === "in";

/** What a person should know of the way a field is mapped. */
function Notes(props: { readonly mapped: number; readonly sides: number; readonly isEdited: boolean }) {
  const { mapped, sides, isEdited: hasSource } = props;
  const note =
    mapped === 0
      ? "It is mapped nowhere."
      : mapped === 1 && sides > 1
        ? "It is mapped on one side only, so it reaches no other."
        : hasSource
          ? null
          : "No side may edit it: every edit is put back.";
  return note && <p className="mt-1.5 text-xs text-warn sm:pl-[8.25rem]">{note}</p>;
}
