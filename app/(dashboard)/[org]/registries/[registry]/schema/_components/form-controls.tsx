import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import { formatWord } from "@/lib/format/schema-words";
import type { ControlProps } from "./control-props";
import { propertyOf, withKeywords } from "./edit-document";

const FORMATS = ["email", "uri", "uuid", "hostname", "ipv4", "ipv6"];

/** What form a text has. */
export function FormControls({ field, document, onChange }: ControlProps) {
  const property = propertyOf(document, field.id);
  const set = (keyword: string, value: unknown) =>
    onChange(withKeywords(document, field.id, { [keyword]: value }));
  return (
    <>
      <Labelled label="Form">
        <select
          value={typeof property.format === "string" ? property.format : ""}
          onChange={({ target }) => set("format", target.value || undefined)}
          className={inputClass()}
        >
          <option value="">Any text</option>
          {FORMATS.map((format) => (
            <option key={format} value={format}>
              {formatWord(format)}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled
        label="Pattern"
        hint={
          <>
            A regular expression that is found in the text; <code>^</code> and <code>$</code> tie it to the
            whole.
          </>
        }
      >
        <input
          type="text"
          spellCheck={false}
          defaultValue={typeof property.pattern === "string" ? property.pattern : ""}
          onChange={({ target }) => set("pattern", target.value || undefined)}
          placeholder="^[A-Z]{2}-\d{4}$"
          className={inputClass("font-mono text-xs")}
        />
      </Labelled>
    </>
  );
}
