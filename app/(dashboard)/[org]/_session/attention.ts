import "server-only";
import { cache } from "react";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { listAttention } from "@/lib/services/attention/list-attention";
import { listEndedConnections } from "@/lib/services/connections/browse-connections";

/** Connections that wait to be reconnected; nothing for who sees no connections. */
export const endedConnectionsOf = cache(async (org: string) => {
  const caller = await requestCaller(org);
  return hasPermission(caller, "connection:read") ? listEndedConnections(caller) : [];
});

/** What waits for a person, looked up once per request for the rail and the page; nothing for who sees no registries. */
export const attentionOf = cache(async (org: string) => {
  const caller = await requestCaller(org);
  return hasPermission(caller, "registry:read") ? listAttention(caller) : [];
});
