import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";

interface Props extends Omit<ComponentProps<"input">, "type" | "role"> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
}

/** Something that is on or off from the moment it is switched. */
export function Switch({ label, hint, className, ...input }: Props) {
  return (
    <label className={clsx("flex items-start gap-3", input.disabled && "opacity-55", className)}>
      {/* biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says by itself whether it is checked. */}
      <input {...input} type="checkbox" role="switch" className="toggle" />
      <span className="min-w-0">
        {label}
        {hint && <span className="block text-small text-ink-faint">{hint}</span>}
      </span>
    </label>
  );
}
