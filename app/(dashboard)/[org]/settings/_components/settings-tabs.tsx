"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";

const TABS = [
  { word: "Members", at: "members" },
  { word: "Sign-in", at: "sign-in" },
  { word: "API keys", at: "api-keys" },
  { word: "General", at: "general" },
] as const;

/** The parts of an organization's settings; `base` is the address of the settings. */
export function SettingsTabs({ base }: { readonly base: string }) {
  const path = usePathname();
  return (
    <nav
      aria-label="Parts of the settings"
      className="mb-4 flex gap-5 overflow-x-auto border-b [scrollbar-width:none]"
    >
      {TABS.map(({ word, at }) => {
        const href = `${base}/${at}`;
        const isHere = path === href || path.startsWith(`${href}/`);
        return (
          <Link
            key={at}
            href={href}
            aria-current={isHere ? "page" : undefined}
            className={clsx(
              "-mb-px border-b-2 px-0.5 pt-1 pb-2.5 font-medium whitespace-nowrap transition-colors focus-visible:outline-offset-[-2px]",
              isHere ? "border-ink text-ink" : "border-transparent text-ink-soft hover:text-ink",
            )}
          >
            {word}
          </Link>
        );
      })}
    </nav>
  );
}
