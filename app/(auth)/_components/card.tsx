import type { ReactNode } from "react";
import { Mark } from "@/components/ui/mark";

/** A page before any organization: the mark, a heading, and what there is to do. */
export function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className="grid min-h-dvh grid-cols-1 place-items-center px-6 py-10">
      <div className="w-full max-w-sm">
        <Mark size={36} />
        <h1 className="mt-6 text-xl font-semibold">{title}</h1>
        {children}
      </div>
    </main>
  );
}

export const Note = ({ children }: { readonly children: ReactNode }) => (
  <p className="mt-2 text-sm leading-6 text-ink-soft">{children}</p>
);
