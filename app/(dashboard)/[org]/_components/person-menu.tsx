"use client";

import { lazy, useState } from "react";
import type { Theme } from "@/components/theme";
import { Popover } from "@/components/ui/popover";

// Fetched when first opened.
const Lines = lazy(() => import("./person-lines").then(({ PersonLines }) => ({ default: PersonLines })));

interface Props {
  readonly name: string;
  readonly email: string;
  readonly theme: Theme;
}

/** Opens what concerns who is signed in. */
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
      <Lines email={email} theme={theme} close={() => setOpen(false)} />
    </Popover>
  );
}
