import "server-only";
import { sealedCredentials } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { openCredentials } from "@/lib/vault/vault";
import { isDue, keptAccessIn } from "./kept-access";
import { type KeptPlace, renewAccess } from "./renew-access";

/** An access token as it is now: it opens what `scopes` say, and no other can be had with it. */
export interface LivingToken {
  readonly token: string;
  readonly scopes: readonly string[];
}

/** The access token of a consent, renewed if it is about to end; null where there is none, or none any more. */
export async function livingToken(place: KeptPlace): Promise<LivingToken | null> {
  const { organizationId, connectionId } = place;
  const sealed = await withOrg(organizationId, (db) => sealedCredentials(db, connectionId));
  if (sealed.length === 0) return null;
  const kept = keptAccessIn(await openCredentials({ organizationId, connectionId }, sealed));
  const access = kept && isDue(kept, Date.now()) ? await renewAccess(place, kept.accessToken) : kept;
  if (!access?.accessToken) return null;
  return { token: access.accessToken, scopes: access.scopes ?? [] };
}
