import { type ReactNode, useId } from "react";

interface Props {
  readonly title: string;
  readonly meaning: ReactNode;
  readonly children: ReactNode;
  /** Below the settings: how they are saved. */
  readonly footer?: ReactNode;
}

/** Settings that belong together and are saved together. */
export function Section({ title, meaning, children, footer }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="card">
      <div className="px-4 pt-3.5 pb-1">
        <h2 id={id} className="text-[0.9375rem] font-semibold">
          {title}
        </h2>
        <p className="mt-0.5 text-ink-soft">{meaning}</p>
      </div>
      <div className="divide-y divide-line px-4">{children}</div>
      {footer}
    </section>
  );
}
