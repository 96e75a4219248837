import type { ReactNode } from "react";

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
}

export function PageHeader({ title, children }: Props) {
  return (
    <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2">
      <h1 className="text-[1.25rem] leading-7 font-semibold">{title}</h1>
      {children}
    </div>
  );
}
