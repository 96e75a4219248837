import "server-only";
import { withOrg } from "@/lib/db/control";
import { findOrganization } from "@/lib/db/organizations";
import { env } from "@/lib/env";
import { publicId } from "@/lib/ids";
import { type DomainNews, domainLetter } from "@/lib/mail/letters";
import { tellOwners } from "../organizations/tell-owners";

/** Writes to the owners what has become of a domain that they had proven. Not for within a transaction. */
export async function tellOfDomain(organizationId: string, domain: string, news: DomainNews): Promise<void> {
  const found = await withOrg(organizationId, (db) => findOrganization(db, organizationId));
  const link = new URL(`/${publicId("org", organizationId)}/settings/sign-in`, env().APP_URL).href;
  await tellOwners(organizationId, domainLetter(link, { organization: found?.name ?? "", domain, news }));
}
