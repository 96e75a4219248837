"use client";

import { usePathname, useSearchParams } from "next/navigation";

/** What the ending of a way to a provider adds to the address that it leads back to. */
const ENDING = ["consent", "missing", "offer", "connection"];

/** The address of this page without how a consent ended: where another one leads back to. */
export function useOwnPath(): string {
  const path = usePathname();
  const query = new URLSearchParams(useSearchParams());
  for (const name of ENDING) query.delete(name);
  return query.size === 0 ? path : `${path}?${query}`;
}
