import "server-only";
import { cache } from "react";
import { requestCaller } from "@/lib/auth/request-caller";
import { listAttention } from "@/lib/services/attention/list-attention";
import { listEndedConnections } from "@/lib/services/connections/browse-connections";

/** Connections that wait to be reconnected. */
export const endedConnectionsOf = cache(async (org: string) =>
  listEndedConnections(await requestCaller(org)),
);

/** What waits for a person, looked up once per request for the rail and the page. */
export const attentionOf = cache(async (org: string) => listAttention(await requestCaller(org)));
