import "server-only";
import { record, withOrg } from "@/lib/db/control";
import { unproveDomain } from "@/lib/db/organization-domains";
import { publicId } from "@/lib/ids";
import { tellOfDomain } from "./tell-of-domain";

/**
 * An organization does not hold a domain any more: nobody joins it by an address there. Members stay, and so does a
 * provider that they must come by; owners are written to. False where the domain is not proven by this record any more.
 */
export async function lapseDomain(
  {
    organizationId,
    domain,
    token,
  }: { readonly organizationId: string; readonly domain: string; readonly token: string },
  reason: "record-missing" | "proven-elsewhere",
  now: Date,
): Promise<boolean> {
  const isLapsed = await withOrg(organizationId, async (db) => {
    if (!(await unproveDomain(db, { domain, token }))) return false;
    await record(
      db,
      [
        {
          actor: { type: "system", ref: "sign-in" },
          action: "domain.lapsed",
          outcome: "ok",
          target: { type: "organization", ref: publicId("org", organizationId) },
          source: null,
          destination: null,
          runId: null,
          payload: { domain, reason },
        },
      ],
      now,
    );
    return true;
  });
  if (isLapsed)
    await tellOfDomain(organizationId, domain, reason === "record-missing" ? "not-proven" : reason);
  return isLapsed;
}
