import clsx from "clsx";

/** The classes of a text field, a number field or a select. */
export const inputClass = (extra?: string): string =>
  clsx(
    "min-h-8 rounded-[7px] border border-line-strong bg-surface px-2.5 py-1 text-[0.8125rem] text-ink shadow-card",
    "placeholder:text-ink-faint disabled:cursor-not-allowed disabled:opacity-55 aria-invalid:border-bad [&:is(select)]:pr-7",
    extra,
  );
