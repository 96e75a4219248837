import { Trash2 } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { FieldView } from "./control-props";
import type { Rule } from "./edit-document";

interface Props {
  readonly rule: Rule;
  readonly fields: readonly FieldView[];
  /** Null takes the rule away. */
  readonly onChange: (rule: Rule | null) => void;
}

/** One rule of the organization's own: what must hold, and what is said where it does not. */
export function RuleForm({ rule, fields, onChange }: Props) {
  const kindOf = (kind: string): Rule => {
    const { id, message, severity } = rule;
    return kind === "pattern"
      ? { id, message, severity, kind: "pattern", field: fields[0]?.id ?? "", pattern: "" }
      : { id, message, severity, kind: "formula", expression: "" };
  };
  return (
    <fieldset className="grid gap-x-4 gap-y-3 px-4 py-3.5 sm:grid-cols-[10rem_minmax(0,1fr)_13rem]">
      <legend className="sr-only">Rule {rule.id}</legend>
      <Labelled label="Kind">
        <select
          value={rule.kind}
          onChange={({ target }) => onChange(kindOf(target.value))}
          className={inputClass()}
        >
          <option value="formula">Formula</option>
          <option value="pattern">Pattern</option>
        </select>
      </Labelled>
      {rule.kind === "formula" ? <Formula rule={rule} fields={fields} onChange={onChange} /> : null}
      {rule.kind === "pattern" ? <Pattern rule={rule} fields={fields} onChange={onChange} /> : null}
      <Labelled label="If broken">
        <select
          value={rule.severity}
          onChange={({ target }) => onChange({ ...rule, severity: target.value as Rule["severity"] })}
          className={inputClass()}
        >
          <option value="error">Keep the change out</option>
          <option value="warning">Only warn</option>
        </select>
      </Labelled>
      <Labelled label="Name" hint="Issues are grouped by it.">
        <input
          type="text"
          value={rule.id}
          spellCheck={false}
          onChange={({ target }) => onChange({ ...rule, id: target.value })}
          className={inputClass("font-mono text-xs")}
        />
      </Labelled>
      <Labelled label="What people read" hint="What is wrong and how to mend it.">
        <input
          type="text"
          value={rule.message}
          onChange={({ target }) => onChange({ ...rule, message: target.value })}
          className={inputClass()}
        />
      </Labelled>
      <button
        type="button"
        onClick={() => onChange(null)}
        className={buttonClass("quiet", "self-start justify-self-start sm:mt-5")}
      >
        <Trash2 size={13} aria-hidden />
        Take away
      </button>
    </fieldset>
  );
}

function Formula({ rule, fields, onChange }: Props) {
  const names = fields.map(({ id }) => `row.${id}`).join(", ");
  return (
    <Labelled
      label="Formula (CEL) that must be true"
      hint={
        <span className="line-clamp-2">
          {names}; as last agreed: before (null for a new row). An empty cell is null.
        </span>
      }
    >
      <textarea
        rows={2}
        spellCheck={false}
        value={rule.expression ?? ""}
        onChange={({ target }) => onChange({ ...rule, expression: target.value })}
        className={inputClass("font-mono text-xs")}
      />
    </Labelled>
  );
}

function Pattern({ rule, fields, onChange }: Props) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Labelled label="Field">
        <select
          value={rule.field}
          onChange={({ target }) => onChange({ ...rule, field: target.value })}
          className={inputClass()}
        >
          {fields.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled label="Pattern to be found in it">
        <input
          type="text"
          spellCheck={false}
          value={rule.pattern ?? ""}
          onChange={({ target }) => onChange({ ...rule, pattern: target.value })}
          className={inputClass("font-mono text-xs")}
        />
      </Labelled>
    </div>
  );
}
