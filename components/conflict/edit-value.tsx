"use client";

import { useId, useState } from "react";
import { editableText, enteredValue, valueHint } from "@/lib/format/entered-value";
import type { ConflictView } from "@/lib/services/conflicts/conflict-view";
import { buttonClass } from "../ui/button";
import { inputClass } from "../ui/input";
import type { Decision } from "./use-queue";

interface Props {
  readonly conflict: ConflictView;
  readonly type: string;
  readonly decide: (decision: Decision) => void;
  readonly close: () => void;
}

/** Another value than any side's, entered by hand. */
export function EditValue({ conflict, type, decide, close }: Props) {
  const id = useId();
  const first = conflict.choice?.value ?? conflict.proposal?.value ?? conflict.current;
  const [text, setText] = useState(() => editableText(first));
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const value = enteredValue(type, text);
        decide({ choice: { value }, value, side: null });
        close();
      }}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <label htmlFor={id} className="text-ink-soft">
        Another value for {conflict.field}
      </label>
      <input
        id={id}
        // The person has just asked for this field, by key or by button.
        ref={(input) => input?.focus()}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={valueHint(type)}
        className={inputClass("min-w-52 flex-1")}
      />
      <button type="submit" className={buttonClass("primary")}>
        Use it
      </button>
      <button type="button" onClick={close} className={buttonClass("quiet")}>
        Cancel
      </button>
    </form>
  );
}
