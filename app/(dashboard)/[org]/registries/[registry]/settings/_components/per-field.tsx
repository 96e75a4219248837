import { X } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";

interface Props {
  readonly label: string;
  /** What holds for the fields that are not listed. */
  readonly otherwise: string;
  readonly fields: readonly string[];
  readonly chosen: readonly string[];
  readonly onAdd: (field: string) => void;
  readonly onRemove: (field: string) => void;
  readonly children: (field: string) => ReactNode;
}

/** Settings of single fields: those that have one, each with its control, and a way to add another. */
export function PerField({ label, otherwise, fields, chosen, onAdd, onRemove, children }: Props) {
  const left = fields.filter((field) => !chosen.includes(field));
  return (
    <fieldset className="py-3">
      <legend className="float-left w-[200px] pt-1.5 font-medium">{label}</legend>
      <div className="space-y-2 sm:ml-[224px] max-sm:clear-both">
        {chosen.length > 0 && (
          <ul className="space-y-2">
            {chosen.map((field) => (
              <li key={field} className="flex flex-wrap items-center gap-2">
                <span className="min-w-28 font-medium">{field}</span>
                {children(field)}
                <button
                  type="button"
                  onClick={() => onRemove(field)}
                  aria-label={`${label}: remove ${field}`}
                  className={buttonClass("quiet")}
                >
                  <X size={14} aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        )}
        {left.length > 0 && (
          <select
            aria-label={`${label}: add a field`}
            value=""
            onChange={(event) => onAdd(event.target.value)}
            className={inputClass("w-full max-w-56")}
          >
            <option value="">Add a field</option>
            {left.map((field) => (
              <option key={field}>{field}</option>
            ))}
          </select>
        )}
        <p className="text-xs text-ink-soft">{otherwise}</p>
      </div>
    </fieldset>
  );
}
