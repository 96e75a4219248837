import clsx from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface Props {
  readonly icon: LucideIcon;
  readonly title: string;
  /** That there is nothing is good news, and known. */
  readonly isProof?: boolean;
  /** What is known: the proof behind the emptiness, or what fills the list. */
  readonly children: ReactNode;
}

export function Empty({ icon: Icon, title, isProof = false, children }: Props) {
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      <span
        className={clsx(
          "grid size-10 place-items-center rounded-full",
          isProof ? "bg-good-soft text-good" : "bg-calm-soft text-ink-soft",
        )}
      >
        <Icon size={19} aria-hidden />
      </span>
      <p className="mt-3 font-medium">{title}</p>
      <p className="mt-1 max-w-md text-ink-soft">{children}</p>
    </div>
  );
}
