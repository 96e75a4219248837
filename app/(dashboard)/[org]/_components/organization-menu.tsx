"use client";

import { ChevronsUpDown } from "lucide-react";
import { lazy } from "react";
import { Mark } from "@/components/ui/mark";
import { Menu } from "@/components/ui/menu";
import type { OrganizationLink } from "./organization-lines";

// Fetched when first opened.
const Lines = lazy(() =>
  import("./organization-lines").then((module) => ({ default: module.OrganizationLines })),
);

interface Props {
  readonly org: string;
  readonly name: string;
  /** All that the person belongs to, as far as the session may know of it; this one included. */
  readonly organizations: readonly OrganizationLink[];
}

/** Which organization this is, and the way to the person's others. */
export function OrganizationMenu({ org, name, organizations }: Props) {
  return (
    <Menu
      className="w-64"
      trigger={
        <button
          type="button"
          aria-label={`Organization ${name}`}
          className="flex min-w-0 items-center gap-2.5 rounded-control p-1 text-left hover:bg-calm-soft md:w-full md:px-2 md:py-1.5"
        >
          <Mark />
          <span className="min-w-0 flex-1">
            <span className="block truncate text-[0.875rem] leading-5 font-semibold">{name}</span>
            <span className="block text-micro leading-3.5 text-ink-faint">ChittySync</span>
          </span>
          <ChevronsUpDown size={14} aria-hidden className="shrink-0 text-ink-faint" />
        </button>
      }
    >
      <Lines org={org} organizations={organizations} />
    </Menu>
  );
}
