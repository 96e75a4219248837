"use client";

import { inputClass } from "@/components/ui/input";
import { useWizard } from "./wizard-context";

/** What the registry will be called; an emptied name is not sent, the last one stands. */
export function DraftName() {
  const { parts, change } = useWizard();
  return (
    <input
      key={parts.name}
      aria-label="Registry name"
      defaultValue={parts.name}
      maxLength={100}
      onBlur={(event) => {
        const name = event.target.value.trim();
        if (name === "") event.target.value = parts.name;
        else if (name !== parts.name) change({ name });
      }}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      className={inputClass(
        "-ml-2 max-w-full min-w-40 [field-sizing:content] border-transparent bg-transparent px-1.5 text-[1.25rem] font-semibold shadow-none hover:border-line-strong focus:border-line-strong",
      )}
    />
  );
}
