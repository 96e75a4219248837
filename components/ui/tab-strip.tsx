"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { formatCount } from "@/lib/format/count";

export interface Tab {
  readonly word: string;
  readonly href: string;
  /** Shown beside the word; none, or null: nothing to count. */
  readonly count?: number | null;
  /** What is counted waits for somebody. */
  readonly isUrgent?: boolean;
  /** Only this very address is the tab's: others lie below it. */
  readonly isRoot?: boolean;
}

interface Props {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly className?: string;
}

/** The parts of a page, each at its own address. */
export function TabStrip({ label, tabs, className }: Props) {
  const path = usePathname();
  const nav = useRef<HTMLElement>(null);
  // On a narrow screen the tab that is open may lie beyond the edge.
  useEffect(() => {
    const here = nav.current?.querySelector(`[href="${path}"]`);
    here?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path]);
  return (
    <nav
      ref={nav}
      aria-label={label}
      className={clsx("mb-4 flex gap-5 overflow-x-auto border-b [scrollbar-width:none]", className)}
    >
      {tabs.map((tab) => {
        const isHere = path === tab.href || (!tab.isRoot && path.startsWith(`${tab.href}/`));
        return (
          <Link
            key={tab.word}
            href={tab.href}
            aria-current={isHere ? "page" : undefined}
            className={clsx(
              "-mb-px flex items-center gap-1.5 border-b-2 px-0.5 pt-1 pb-2.5 font-medium whitespace-nowrap transition-colors focus-visible:outline-offset-[-2px]",
              isHere
                ? "border-ink text-ink"
                : "border-transparent text-ink-soft hover:text-ink forced-colors:border-[Canvas]",
            )}
          >
            {tab.word}
            <TabCount {...tab} />
          </Link>
        );
      })}
    </nav>
  );
}

function TabCount({ count = null, isUrgent }: Tab) {
  if (count === null) return null;
  return (
    <span
      className={clsx(
        "rounded-full px-1.5 text-[0.6875rem] leading-[1.125rem] tabular-nums",
        isUrgent ? "bg-warn-soft text-warn" : "bg-calm-soft text-ink-soft",
      )}
    >
      {formatCount(count)}
    </span>
  );
}
