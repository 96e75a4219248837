import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { listProviders, requiredProviders } from "@/lib/db/identity-providers";
import { membersOf } from "@/lib/db/members";
import { listDomains } from "@/lib/db/organization-domains";
import { cameBy } from "@/lib/db/people";
import { uuidOf } from "@/lib/ids";
import { providerDraft } from "./provider-draft";
import { domainView, ownerView, providerView, type SignInView } from "./sign-in-view";

/** How people sign in here: the providers, the domains, who must come by what, and who may come all the same. */
export async function lookAtSignIn(caller: Caller): Promise<SignInView> {
  authorize(caller, "sign-in:read");
  const { providers, required, domains } = await withOrg(caller.organizationId, async (db) => ({
    providers: await listProviders(db),
    required: await requiredProviders(db),
    domains: await listDomains(db),
  }));
  const owners = (await membersOf(caller.organizationId)).filter(({ role }) => role === "owner");
  const person = uuidOf("per", caller.actor.ref);
  const views = providers.map(async (provider) =>
    providerView(provider, {
      isRequired: required.includes(provider.id),
      isTried: person !== null && (await cameBy(person, provider.id, provider.configuredAt)),
    }),
  );
  return {
    draft: providerDraft(caller),
    providers: await Promise.all(views),
    domains: domains.map(domainView),
    owners: owners.map(ownerView),
  };
}
