import { type ReactNode, useId } from "react";

interface Props {
  readonly label: string;
  readonly hint?: ReactNode;
  /** Gets the ids that tie it to its label and hint. */
  readonly children: (ids: { readonly id: string; readonly "aria-describedby"?: string }) => ReactNode;
}

/** One setting: what it is called, its control, and what the choice means. */
export function Setting({ label, hint, children }: Props) {
  const id = useId();
  const hintId = `${id}hint`;
  return (
    <div className="grid items-start gap-x-6 gap-y-1.5 py-3 sm:grid-cols-[200px_minmax(0,1fr)]">
      <label htmlFor={id} className="pt-1.5 font-medium">
        {label}
      </label>
      <div className="min-w-0">
        {children(hint ? { id, "aria-describedby": hintId } : { id })}
        {hint && (
          <p id={hintId} className="mt-1 text-xs text-ink-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
