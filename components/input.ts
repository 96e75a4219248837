import clsx from "clsx";

/** The classes of a text field, a text area or a choice. */
export const inputClass = (extra?: string): string =>
  clsx(
    "w-full rounded-[7px] border border-line-strong bg-surface px-2.5 py-1.5 text-[0.8125rem] leading-5 text-ink",
    "placeholder:text-ink-faint disabled:opacity-50",
    extra,
  );
