import "server-only";
import { cache } from "react";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { listAttention } from "@/lib/services/attention/list-attention";
import { listEndedConnections } from "@/lib/services/connections/browse-connections";
import { countOpenItems, type OpenItems } from "@/lib/services/overview/count-open-items";

/** Connections that wait to be reconnected; nothing for who sees no connections. */
export const endedConnectionsOf = cache(async (org: string) => {
  const caller = await requestCaller(org);
  return hasPermission(caller, "connection:read") ? listEndedConnections(caller) : [];
});

/** How much waits for a person, by registry, looked up once per request; nothing for who sees no registries. */
export const openItemsOf = cache(async (org: string) => {
  const caller = await requestCaller(org);
  return hasPermission(caller, "registry:read") ? countOpenItems(caller) : new Map<string, OpenItems>();
});

/** What waits for a person, with its first lines; nothing for who sees no registries. */
export const attentionOf = cache(async (org: string) => {
  const caller = await requestCaller(org);
  return hasPermission(caller, "registry:read") ? listAttention(caller) : [];
});
