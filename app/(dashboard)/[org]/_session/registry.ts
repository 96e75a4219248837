import "server-only";
import { cache } from "react";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { listRuns } from "@/lib/services/runs/browse-runs";
import { found } from "./answer";

/** The registry of the address, looked up once per request: its title, its head and its page ask for it. */
export const registryOf = cache((org: string, id: string) => found(org, (caller) => getRegistry(caller, id)));

/** The newest page of its runs, looked up once per request. */
export const runsOf = cache((org: string, id: string) => found(org, (caller) => listRuns(caller, id, null)));
