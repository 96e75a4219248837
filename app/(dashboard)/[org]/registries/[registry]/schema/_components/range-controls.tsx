import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { ControlProps } from "./control-props";
import { propertyOf, withKeywords } from "./edit-document";

/** The least and the greatest number. */
export function RangeControls({ field, document, onChange }: ControlProps) {
  const property = propertyOf(document, field.id);
  const set = (keyword: string, text: string) =>
    onChange(withKeywords(document, field.id, { [keyword]: text === "" ? undefined : Number(text) }));
  return (
    <>
      {(["minimum", "maximum"] as const).map((keyword) => (
        <Labelled key={keyword} label={keyword === "minimum" ? "At least" : "At most"}>
          <input
            type="number"
            step="any"
            defaultValue={typeof property[keyword] === "number" ? property[keyword] : ""}
            onChange={({ target }) => set(keyword, target.value)}
            className={inputClass("tabular-nums")}
          />
        </Labelled>
      ))}
    </>
  );
}
