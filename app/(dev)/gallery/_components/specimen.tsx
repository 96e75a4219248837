import type { ReactNode } from "react";

interface Props {
  readonly name: string;
  readonly children: ReactNode;
}

/** One component in one state, under its name. */
export const Specimen = ({ name, children }: Props) => (
  <div className="min-w-0">
    <p className="eyebrow mb-2">{name}</p>
    {children}
  </div>
);

export const Specimens = ({ children }: { readonly children: ReactNode }) => (
  <div className="grid gap-x-10 gap-y-6 md:grid-cols-2">{children}</div>
);
