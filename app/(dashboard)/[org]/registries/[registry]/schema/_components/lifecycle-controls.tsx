import { useState } from "react";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { ControlProps } from "./control-props";
import { isObject, namesIn, propertyOf, transitionLines, transitionsOf, withKeywords } from "./edit-document";

/** Which state may follow which, and where a row may begin. */
export function LifecycleControls({ field, document, onChange }: ControlProps) {
  const lifecycle = propertyOf(document, field.id)["x-lifecycle"];
  const initial = isObject(lifecycle) && Array.isArray(lifecycle.initial) ? lifecycle.initial : [];
  const [lines, setLines] = useState(transitionLines(lifecycle));
  const [first, setFirst] = useState(initial.join(", "));
  const change = (nextLines: string, nextFirst: string) => {
    setLines(nextLines);
    setFirst(nextFirst);
    const transitions = transitionsOf(nextLines);
    const names = namesIn(nextFirst);
    const made = transitions && { ...(names.length > 0 && { initial: names }), transitions };
    onChange(withKeywords(document, field.id, { "x-lifecycle": made }));
  };
  return (
    <>
      <Labelled
        label="Lifecycle"
        hint="One state a line, with the states that may follow it. Nothing else is accepted."
      >
        <textarea
          rows={3}
          spellCheck={false}
          value={lines}
          onChange={({ target }) => change(target.value, first)}
          placeholder={"Draft -> Final\nFinal -> Archived"}
          className={inputClass("font-mono text-xs")}
        />
      </Labelled>
      <Labelled label="New rows may begin as" hint="With commas between; empty: as any state.">
        <input
          type="text"
          value={first}
          disabled={transitionsOf(lines) === undefined}
          onChange={({ target }) => change(lines, target.value)}
          placeholder="Draft"
          className={inputClass()}
        />
      </Labelled>
    </>
  );
}
