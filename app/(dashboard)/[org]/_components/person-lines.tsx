"use client";

import { LogOut, UserRound } from "lucide-react";
import Link from "next/link";
import type { Theme } from "@/components/theme";
import { signOut } from "../actions";
import { ThemeSwitch } from "./theme-switch";

interface Props {
  readonly email: string;
  readonly theme: Theme;
  readonly close: () => void;
}

const LINE =
  "flex w-full items-center gap-2.5 rounded-control px-2.5 py-1.5 text-control hover:bg-calm-soft focus-visible:-outline-offset-2";

/** Who is signed in, how the screens look to them, and the way out. */
export function PersonLines({ email, theme, close }: Props) {
  return (
    <>
      <p className="px-2.5 pt-1.5 pb-2.5 text-small text-ink-faint">
        Signed in as <span className="block truncate text-control text-ink">{email}</span>
      </p>
      <ThemeSwitch theme={theme} />
      <Link href="/account" onClick={close} className={`${LINE} mt-1.5`}>
        <UserRound size={15} aria-hidden /> Your account
      </Link>
      <form action={signOut} className="mt-1.5 border-t pt-1.5">
        <button type="submit" className={LINE}>
          <LogOut size={15} aria-hidden /> Sign out
        </button>
      </form>
    </>
  );
}
