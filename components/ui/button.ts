import clsx from "clsx";

type Look = "primary" | "plain" | "quiet" | "danger";

const LOOKS: Record<Look, string> = {
  primary: "bg-primary text-primary-ink hover:opacity-90 border-transparent",
  plain: "bg-surface text-ink border-line-strong hover:bg-sunken shadow-card",
  quiet: "border-transparent text-ink-soft hover:bg-calm-soft hover:text-ink",
  danger: "bg-surface text-bad border-line-strong hover:bg-bad-soft",
};

/** The classes of a button or of a link that looks like one. */
export const buttonClass = (look: Look, extra?: string): string =>
  clsx(
    "inline-flex min-h-8 shrink-0 items-center gap-1.5 rounded-[7px] border px-2.5 py-1 text-[0.8125rem] font-medium [&>svg]:shrink-0",
    "whitespace-nowrap transition-[background-color,opacity,color] disabled:cursor-not-allowed disabled:opacity-45",
    "aria-disabled:cursor-not-allowed aria-disabled:opacity-45",
    LOOKS[look],
    extra,
  );
