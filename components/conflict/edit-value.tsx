"use client";

import { useEffect, useId, useRef, useState } from "react";
import { editableText, enteredValue, valueHint } from "@/lib/format/entered-value";
import { buttonClass } from "../ui/button";
import { inputClass } from "../ui/input";

interface Props {
  readonly field: string;
  readonly type: string;
  /** What is there to be changed. */
  readonly first: Parameters<typeof editableText>[0];
  readonly enter: (value: ReturnType<typeof enteredValue>) => void;
  readonly close: () => void;
}

/** Another value than any side's, entered by hand. */
export function EditValue({ field, type, first, enter, close }: Props) {
  const id = useId();
  const [text, setText] = useState(() => editableText(first));
  const input = useRef<HTMLInputElement>(null);
  // The person has just asked for this field, by key or by button: what is typed takes the place of what is there.
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        enter(enteredValue(type, text));
        close();
      }}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <label htmlFor={id} className="text-ink-soft">
        Another value for {field}
      </label>
      <input
        id={id}
        ref={input}
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
