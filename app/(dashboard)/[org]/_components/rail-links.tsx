"use client";

import clsx from "clsx";
import { FileCheck, Gauge, Inbox, Plug, Settings, TableProperties } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { formatCount } from "@/lib/format/count";

interface Props {
  readonly org: string;
  readonly waiting: number;
  /** Who sees no registries is led to the plan and the settings alone. */
  readonly seesRegistries: boolean;
}

export function RailLinks({ org, waiting, seesRegistries }: Props) {
  const path = usePathname();
  const registryLinks = [
    {
      href: `/${org}`,
      word: "Registries",
      icon: TableProperties,
      isHere: path === `/${org}` || path.startsWith(`/${org}/r`),
    },
    {
      href: `/${org}/attention`,
      word: "Needs attention",
      icon: Inbox,
      isHere: path.endsWith("/attention"),
      count: waiting,
    },
    { href: `/${org}/connections`, word: "Connections", icon: Plug, isHere: path.endsWith("/connections") },
    { href: `/${org}/schemas`, word: "Schemas", icon: FileCheck, isHere: path === `/${org}/schemas` },
  ];
  const links = [
    ...(seesRegistries
      ? registryLinks
      : [{ href: `/${org}`, word: "Plan", icon: Gauge, isHere: path === `/${org}`, count: 0 }]),
    {
      href: `/${org}/settings`,
      word: "Settings",
      icon: Settings,
      isHere: path.startsWith(`/${org}/settings`),
    },
  ];
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 flex justify-around border-t bg-rail px-2 pt-1.5 pb-[max(0.375rem,env(safe-area-inset-bottom))] md:static md:mt-6 md:flex-col md:gap-0.5 md:border-0 md:bg-transparent md:p-0"
    >
      {links.map(({ href, word, icon: Icon, isHere, count = 0 }) => (
        <Link
          key={href}
          href={href}
          aria-current={isHere ? "page" : undefined}
          className={clsx(
            "relative flex flex-1 flex-col items-center gap-0.5 text-center rounded-[7px] px-2 py-1 text-[0.6875rem] font-medium transition-colors",
            "md:flex-none md:flex-row md:gap-2.5 md:py-1.5 md:text-[0.8125rem]",
            isHere ? "text-ink md:bg-calm-soft" : "text-ink-soft hover:text-ink md:hover:bg-calm-soft/60",
          )}
        >
          <Icon size={17} strokeWidth={1.8} aria-hidden />
          {word}
          {count > 0 && (
            <span className="absolute top-0 left-[calc(50%+6px)] rounded-full bg-warn-soft px-1.5 text-[0.6875rem] leading-[1.125rem] font-semibold text-warn tabular-nums md:static md:ml-auto">
              {formatCount(count)}
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
