import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { ControlProps, NamedSet } from "./control-props";
import { isRequired, propertyOf, withKeywords, withRequired } from "./edit-document";
import { FormControls } from "./form-controls";
import { LifecycleControls } from "./lifecycle-controls";
import { RangeControls } from "./range-controls";
import { ValueControls } from "./value-controls";

const OPTIONS = new Set(["text", "select", "multi-select"]);
const TEXTS = new Set(["text", "select"]);

/** The rules that most fields need. Everything else that JSON Schema can say is in the JSON. */
export function FieldForm(props: ControlProps & { readonly optionSets: readonly NamedSet[] }) {
  const { field, document, onChange } = props;
  const { type } = field;
  const severity = propertyOf(document, field.id)["x-severity"] === "warning" ? "warning" : "error";
  return (
    <fieldset className="grid max-w-4xl gap-x-5 gap-y-4 sm:grid-cols-2">
      <legend className="sr-only">Rules of {field.name}</legend>
      <label className="flex items-center gap-2 sm:col-span-2">
        <input
          type="checkbox"
          checked={isRequired(document, field.id)}
          onChange={({ target }) => onChange(withRequired(document, field.id, target.checked))}
          className="accent-[var(--accent)]"
        />
        Required: a row without a value is not accepted
      </label>
      {(type === "number" || type === "integer") && <RangeControls {...props} />}
      {OPTIONS.has(type) && <ValueControls {...props} />}
      {TEXTS.has(type) && <FormControls {...props} />}
      {TEXTS.has(type) && <LifecycleControls {...props} />}
      <Labelled label="If a rule of this field is broken">
        <select
          value={severity}
          onChange={({ target }) =>
            onChange(
              withKeywords(document, field.id, {
                "x-severity": target.value === "warning" ? "warning" : undefined,
              }),
            )
          }
          className={inputClass()}
        >
          <option value="error">Keep the change out and list it as an issue</option>
          <option value="warning">Only warn: accept it and list it</option>
        </select>
      </Labelled>
    </fieldset>
  );
}
