import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";

interface Props extends Omit<ComponentProps<"input">, "type"> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** Only a reader of screens is told the label: a table's head says it to all others. */
  readonly isLabelHidden?: boolean;
}

/** One yes or no that is sent with the rest of a form. */
export function Checkbox({ label, hint, isLabelHidden = false, className, ...input }: Props) {
  return (
    <label className={clsx("flex items-start gap-2", input.disabled && "opacity-55", className)}>
      <input {...input} type="checkbox" className="mt-0.5" />
      <span className={clsx(isLabelHidden ? "sr-only" : "min-w-0")}>
        {label}
        {hint && <span className="block text-small text-ink-faint">{hint}</span>}
      </span>
    </label>
  );
}
