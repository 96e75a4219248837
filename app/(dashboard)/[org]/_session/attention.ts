import "server-only";
import { cache } from "react";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { countOpenItems, type OpenItems } from "@/lib/services/overview/count-open-items";

/** How much waits for a person, by registry, looked up once per request; nothing for who sees no registries. */
export const openItemsOf = cache(async (org: string) => {
  const caller = await requestCaller(org);
  return hasPermission(caller, "registry:read") ? countOpenItems(caller) : new Map<string, OpenItems>();
});
