"use client";

import { LogOut, UserRound } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { Theme } from "@/components/theme";
import { Popover } from "@/components/ui/popover";
import { signOut } from "../actions";
import { ThemeSwitch } from "./theme-switch";

interface Props {
  readonly name: string;
  readonly email: string;
  readonly theme: Theme;
}

const LINE =
  "flex w-full items-center gap-2.5 rounded-control px-2.5 py-1.5 text-control hover:bg-calm-soft focus-visible:-outline-offset-2";

/** Who is signed in, how the screens look to them, and the way out. */
export function PersonMenu({ name, email, theme }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      label="You"
      align="end"
      className="w-72 p-1.5"
      isOpen={isOpen}
      setOpen={setOpen}
      trigger={
        <button
          type="button"
          aria-label={`Menu of ${name}`}
          className="flex items-center gap-2.5 rounded-control p-1 text-left hover:bg-calm-soft md:w-full md:px-2 md:py-1.5"
        >
          <span
            aria-hidden
            className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent md:size-6"
          >
            {(name || email).slice(0, 1).toUpperCase()}
          </span>
          <span className="hidden min-w-0 truncate text-control font-medium md:block">{name || email}</span>
        </button>
      }
    >
      <p className="px-2.5 pt-1.5 pb-2.5 text-small text-ink-faint">
        Signed in as <span className="block truncate text-control text-ink">{email}</span>
      </p>
      <ThemeSwitch theme={theme} />
      <Link href="/account" onClick={() => setOpen(false)} className={`${LINE} mt-1.5`}>
        <UserRound size={15} aria-hidden /> Your account
      </Link>
      <form action={signOut} className="mt-1.5 border-t pt-1.5">
        <button type="submit" className={LINE}>
          <LogOut size={15} aria-hidden /> Sign out
        </button>
      </form>
    </Popover>
  );
}
