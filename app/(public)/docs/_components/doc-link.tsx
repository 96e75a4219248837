import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";

interface Props {
  readonly href: string;
  readonly isHere: boolean;
  readonly children: ReactNode;
}

export function DocLink({ href, isHere, children }: Props) {
  return (
    <Link
      href={href}
      aria-current={isHere ? "page" : undefined}
      className={clsx(
        "block rounded-mark py-1 text-control",
        isHere ? "font-medium text-accent" : "text-ink-soft hover:text-ink",
      )}
    >
      {children}
    </Link>
  );
}
