import { X } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { type ConditionForm, formChoices, takesList, takesNothing } from "@/lib/format/choices";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { type ConditionDraft, conditionOn } from "./filter-draft";

interface Props {
  readonly fields: RegistryView["fields"];
  readonly condition: ConditionDraft;
  readonly number: number;
  /** Null = it is taken away. */
  readonly onChange: (condition: ConditionDraft | null) => void;
}

/** One condition: a field, what is asked of it, and the value it is held against. */
export function ConditionLine({ fields, condition, number, onChange }: Props) {
  const type = fields.find(({ name }) => name === condition.field)?.type ?? "text";
  const choose = (name: string) => {
    const field = fields.find((candidate) => candidate.name === name);
    if (field) onChange(field.type === type ? { ...condition, field: name } : conditionOn(field));
  };
  return (
    <span className="flex flex-wrap items-start gap-2">
      <select
        aria-label={`Field of condition ${number}`}
        value={condition.field}
        onChange={(event) => choose(event.target.value)}
        className={inputClass("max-w-48")}
      >
        {fields.map(({ id, name }) => (
          <option key={id}>{name}</option>
        ))}
      </select>
      <select
        aria-label={`Test of condition ${number}`}
        value={condition.is}
        onChange={(event) => onChange({ ...condition, is: event.target.value as ConditionForm })}
        className={inputClass()}
      >
        {formChoices(type).map(({ value, word }) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
      <ConditionValue type={type} condition={condition} number={number} onChange={onChange} />
      <button
        type="button"
        onClick={() => onChange(null)}
        aria-label={`Remove condition ${number}`}
        className={buttonClass("quiet")}
      >
        <X size={14} aria-hidden />
      </button>
    </span>
  );
}

const FORMATS: Record<string, string> = {
  date: "2026-01-31",
  datetime: "2026-01-31T09:00:00Z",
  "local-datetime": "2026-01-31T09:00:00",
};

function ConditionValue({
  type,
  condition,
  number,
  onChange,
}: Omit<Props, "fields"> & { readonly type: string }) {
  if (takesNothing(condition.is)) return null;
  const label = `Value of condition ${number}`;
  const set = (text: string) => onChange({ ...condition, text });
  if (type === "boolean")
    return (
      <select
        aria-label={label}
        value={condition.text}
        onChange={(event) => set(event.target.value)}
        className={inputClass()}
      >
        <option value="true">Yes</option>
        <option value="false">No</option>
      </select>
    );
  if (takesList(condition.is))
    return (
      <textarea
        aria-label={label}
        value={condition.text}
        rows={3}
        placeholder="One value a line"
        onChange={(event) => set(event.target.value)}
        className={inputClass("w-60")}
      />
    );
  return (
    <input
      aria-label={label}
      value={condition.text}
      placeholder={FORMATS[type] ?? "Value"}
      inputMode={type === "number" || type === "integer" ? "decimal" : "text"}
      onChange={(event) => set(event.target.value)}
      className={inputClass("w-60")}
    />
  );
}
