import type { ReactNode } from "react";

/** A key as it is printed on a keyboard; the buttons beside it do the same. */
export function KeyCap({ children }: { readonly children: ReactNode }) {
  return (
    <kbd
      aria-hidden
      className="inline-grid h-[1.125rem] min-w-[1.125rem] shrink-0 place-items-center rounded-[4px] border border-line-strong bg-surface px-1 font-sans text-[0.6875rem] leading-none text-ink-soft"
    >
      {children}
    </kbd>
  );
}
