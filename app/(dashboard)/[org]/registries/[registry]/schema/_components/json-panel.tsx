import { useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import type { ToolProps } from "./control-props";
import { isObject } from "./edit-document";

/** The whole document as text: to be copied elsewhere, or replaced. */
export function JsonPanel({ document, onReplace }: ToolProps) {
  const shown = JSON.stringify(document, null, 2);
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const use = () => {
    try {
      const parsed: unknown = JSON.parse(text ?? shown);
      if (!isObject(parsed)) return setProblem("A schema is a JSON object.");
      onReplace(parsed);
      setText(null);
      setProblem(null);
    } catch {
      setProblem("This is not JSON: look for a missing comma, bracket or quotation mark.");
    }
  };
  return (
    <div className="space-y-2.5">
      <p className="text-ink-soft">
        JSON Schema 2020-12 of one row, its properties by field id. Beside it: x-options, x-lifecycle and
        x-severity on a field, x-rules at the top.
      </p>
      <textarea
        aria-label="Schema as JSON"
        rows={18}
        spellCheck={false}
        value={text ?? shown}
        onChange={({ target }) => setText(target.value)}
        className={inputClass("font-mono text-xs")}
      />
      {problem && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      <div className="flex gap-2">
        <button type="button" onClick={use} disabled={text === null} className={buttonClass("primary")}>
          Use this JSON
        </button>
        <a
          download="schema.json"
          href={`data:application/schema+json;charset=utf-8,${encodeURIComponent(text ?? shown)}`}
          className={buttonClass("plain")}
        >
          Download
        </a>
      </div>
    </div>
  );
}
