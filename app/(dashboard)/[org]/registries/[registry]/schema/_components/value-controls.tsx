import { useState } from "react";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { ControlProps, NamedSet } from "./control-props";
import { linesIn, membersOf, propertyOf, withKeywords, withMembers } from "./edit-document";

type Source = "any" | "list" | "set";

/** Which values there may be: any, those of a list, or those of an option set of the organization. */
export function ValueControls(props: ControlProps & { readonly optionSets: readonly NamedSet[] }) {
  const { field, document, optionSets, onChange } = props;
  const property = propertyOf(document, field.id);
  const set = property["x-options"];
  const members = membersOf(property);
  const [source, setSource] = useState<Source>(set !== undefined ? "set" : members ? "list" : "any");
  const cleared = withKeywords(withMembers(document, field, undefined), field.id, { "x-options": undefined });
  const choose = (next: Source) => {
    setSource(next);
    const [first] = optionSets;
    onChange(next === "set" && first ? withKeywords(cleared, field.id, { "x-options": first.id }) : cleared);
  };
  return (
    <>
      <Labelled label="Values">
        <select
          value={source}
          onChange={({ target }) => choose(target.value as Source)}
          className={inputClass()}
        >
          <option value="any">Any value</option>
          <option value="list">Only those of a list</option>
          <option value="set" disabled={optionSets.length === 0}>
            {optionSets.length === 0 ? "Of an option set (there is none yet)" : "Of an option set"}
          </option>
        </select>
      </Labelled>
      {source === "list" && (
        <Labelled label="The list" hint="One value a line.">
          <textarea
            rows={4}
            defaultValue={members?.join("\n") ?? ""}
            onChange={({ target }) => {
              const lines = linesIn(target.value);
              onChange(withMembers(cleared, field, lines.length > 0 ? lines : undefined));
            }}
            className={inputClass()}
          />
        </Labelled>
      )}
      {source === "set" && (
        <Labelled label="Option set" hint="Kept under Schemas, by hand or read from a registry.">
          <select
            value={String(set ?? "")}
            onChange={({ target }) =>
              onChange(withKeywords(cleared, field.id, { "x-options": target.value }))
            }
            className={inputClass()}
          >
            {optionSets.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Labelled>
      )}
      {source === "any" && <span />}
    </>
  );
}
