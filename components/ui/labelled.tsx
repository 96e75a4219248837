import clsx from "clsx";
import type { ReactNode } from "react";

interface Props {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly className?: string;
  /** One control. */
  readonly children: ReactNode;
}

/** A control under its label, with what helps to fill it in. */
export function Labelled({ label, hint, className, children }: Props) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={clsx("block [&>:is(input,select,textarea)]:w-full", className)}>
      <span className="mb-1 block text-xs font-medium text-ink-soft">{label}</span>
      {children}
      {hint && <span className="mt-1 block text-xs text-ink-faint">{hint}</span>}
    </label>
  );
}
