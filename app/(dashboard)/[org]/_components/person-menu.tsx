"use client";

import { Check, LogOut, Plus, UserRound } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef } from "react";
import type { Theme } from "@/components/theme";
import { signOut } from "../actions";
import { ThemeSwitch } from "./theme-switch";

interface OrganizationLink {
  readonly id: string;
  readonly name: string;
  /** It is being deleted. */
  readonly isClosing: boolean;
}

interface Props {
  readonly name: string;
  readonly email: string;
  readonly theme: Theme;
  /** All that the person belongs to, as far as the session may know of it; this one included. */
  readonly organizations: readonly OrganizationLink[];
  readonly org: string;
}

export function PersonMenu({ name, email, theme, organizations, org }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const isInside = event.target instanceof Node && menu.current?.contains(event.target);
      const isEscape = event instanceof KeyboardEvent && event.key === "Escape";
      if (!menu.current?.open || !(isEscape || (event.type === "pointerdown" && !isInside))) return;
      menu.current.open = false;
      if (isEscape && isInside) menu.current.querySelector("summary")?.focus();
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  return (
    <details ref={menu} className="relative">
      <summary
        aria-label={`Menu of ${name}`}
        className="flex list-none items-center gap-2.5 rounded-[7px] p-1 hover:bg-calm-soft md:px-2 md:py-1.5"
      >
        <span
          aria-hidden
          className="grid size-7 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent md:size-6"
        >
          {(name || email).slice(0, 1).toUpperCase()}
        </span>
        <span className="hidden min-w-0 truncate text-[0.8125rem] font-medium md:block">{name || email}</span>
      </summary>
      <div className="absolute top-full right-0 z-40 mt-2 w-60 rounded-[10px] bg-raised p-1.5 shadow-float md:top-auto md:right-auto md:bottom-full md:left-0 md:mt-0 md:mb-2">
        <p className="px-2.5 pt-1.5 pb-2 text-xs text-ink-faint">
          Signed in as <span className="block truncate text-[0.8125rem] text-ink">{email}</span>
        </p>
        <nav aria-label="Organizations" className="mb-1.5 border-b pb-1.5">
          <div className="max-h-[36dvh] overflow-y-auto">
            {organizations.map((one) => (
              <SwitchLink key={one.id} organization={one} isHere={one.id === org} />
            ))}
          </div>
          <Link
            href="/organizations/new"
            className="mt-1 flex items-center gap-2 rounded-[7px] px-2.5 py-1.5 text-[0.8125rem] text-ink-soft hover:bg-calm-soft"
          >
            <Plus size={14} aria-hidden /> New organization
          </Link>
        </nav>
        <ThemeSwitch theme={theme} />
        <Link
          href="/account"
          className="mt-1.5 flex items-center gap-2 rounded-[7px] px-2.5 py-1.5 text-[0.8125rem] hover:bg-calm-soft"
        >
          <UserRound size={15} aria-hidden /> Your account
        </Link>
        <form action={signOut} className="mt-1.5 border-t pt-1.5">
          <button
            type="submit"
            className="flex w-full items-center gap-2 rounded-[7px] px-2.5 py-1.5 text-[0.8125rem] hover:bg-calm-soft"
          >
            <LogOut size={15} aria-hidden /> Sign out
          </button>
        </form>
      </div>
    </details>
  );
}

function SwitchLink({
  organization: { id, name, isClosing },
  isHere,
}: {
  readonly organization: OrganizationLink;
  readonly isHere: boolean;
}) {
  return (
    <Link
      href={`/${id}`}
      aria-current={isHere ? "true" : undefined}
      className="flex items-center gap-2 rounded-[7px] px-2.5 py-1.5 text-[0.8125rem] hover:bg-calm-soft focus-visible:outline-offset-[-2px]"
    >
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {isClosing && <span className="text-[0.6875rem] whitespace-nowrap text-stop">being deleted</span>}
      {isHere && <Check size={14} aria-hidden />}
    </Link>
  );
}
