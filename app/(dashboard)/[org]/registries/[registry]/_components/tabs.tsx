"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { formatCount } from "@/lib/format/count";

interface Props {
  readonly base: string;
  readonly rows: number;
  readonly conflicts: number;
  readonly issues: number;
  readonly isInShadow: boolean;
}

export function Tabs({ base, rows, conflicts, issues, isInShadow }: Props) {
  const path = usePathname();
  const nav = useRef<HTMLElement>(null);
  // On a narrow screen the tab that is open may lie beyond the edge.
  useEffect(() => {
    const here = nav.current?.querySelector(`[href="${path}"]`);
    here?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path]);
  const tabs = [
    { word: "Runs", href: base, count: null, isUrgent: false },
    ...(isInShadow ? [{ word: "Shadow", href: `${base}/shadow`, count: null, isUrgent: false }] : []),
    { word: "Rows", href: `${base}/rows`, count: rows, isUrgent: false },
    { word: "Conflicts", href: `${base}/conflicts`, count: conflicts || null, isUrgent: true },
    { word: "Issues", href: `${base}/issues`, count: issues || null, isUrgent: true },
    { word: "Mapping", href: `${base}/mapping`, count: null, isUrgent: false },
    { word: "Schema", href: `${base}/schema`, count: null, isUrgent: false },
    { word: "Access", href: `${base}/access`, count: null, isUrgent: false },
    { word: "Settings", href: `${base}/settings`, count: null, isUrgent: false },
  ];
  return (
    <nav
      ref={nav}
      aria-label="Parts of the registry"
      className="mt-7 mb-4 flex gap-5 overflow-x-auto border-b [scrollbar-width:none]"
    >
      {tabs.map(({ word, href, count, isUrgent }) => {
        const isHere = path === href || (href !== base && path.startsWith(`${href}/`));
        return (
          <Link
            key={word}
            href={href}
            aria-current={isHere ? "page" : undefined}
            className={clsx(
              "-mb-px flex items-center gap-1.5 border-b-2 px-0.5 pt-1 pb-2.5 font-medium whitespace-nowrap transition-colors focus-visible:outline-offset-[-2px]",
              isHere ? "border-ink text-ink" : "border-transparent text-ink-soft hover:text-ink",
            )}
          >
            {word}
            {count !== null && (
              <span
                className={clsx(
                  "rounded-full px-1.5 text-[0.6875rem] leading-[1.125rem] tabular-nums",
                  isUrgent ? "bg-warn-soft text-warn" : "bg-calm-soft text-ink-soft",
                )}
              >
                {formatCount(count)}
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
