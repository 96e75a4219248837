import { callerOfKey } from "@/lib/auth/api-key";
import type { Caller } from "@/lib/auth/policy";
import { createConnection } from "@/lib/services/connections/create-connection";
import { createOrganization } from "@/lib/services/organizations/create-organization";

/** Somebody's Notion, Postgres and Google, connected to an organization of theirs. */
export interface Tenant {
  readonly caller: Caller;
  /** The owner's key of the API. */
  readonly apiKey: string;
  readonly connections: { readonly notion: string; readonly postgres: string; readonly google: string };
  readonly googleEmail: string;
}

/** What a tenant is connected to. */
export interface TenantSystems {
  readonly postgresUrl: string;
  /** A person's gesture in the pretended Notion or Google. */
  notion<T>(command: string, input: Record<string, unknown>): T;
  google<T>(command: string, input: Record<string, unknown>): T;
}

export async function addTenant(name: string, systems: TenantSystems): Promise<Tenant> {
  const owner = { email: `${name.toLowerCase()}@example.com`, name };
  const { apiKey } = await createOrganization({ name, plan: "enterprise", owner });
  const caller = await callerOfKey(`Bearer ${apiKey}`);
  const { token } = systems.notion<{ token: string }>("create-workspace-token", { name });
  const { refreshToken } = systems.google<{ refreshToken: string }>("create-account", { email: owner.email });
  const connect = async (input: Parameters<typeof createConnection>[1]) =>
    (await createConnection(caller, input)).id;
  const connections = {
    notion: await connect({ kind: "notion", name: "Notion", credentials: { token } }),
    postgres: await connect({
      kind: "postgres",
      name: "Postgres",
      credentials: { url: systems.postgresUrl },
    }),
    google: await connect({ kind: "google", name: "Google", credentials: { refreshToken } }),
  };
  return { caller, apiKey, connections, googleEmail: owner.email };
}
