import "server-only";
import type { SignedInPerson } from "@/lib/auth/session";
import { entryInto } from "@/lib/auth/session";
import { withOrg } from "@/lib/db/control";
import { listProviders, providerById, providerOfDomain } from "@/lib/db/identity-providers";
import { publicId, uuidOf } from "@/lib/ids";
import { domainInput } from "./provider-input";
import { startPath } from "./sign-in-view";

/**
 * Where people with such an address sign in, by its domain alone: nobody is looked up. Null for a domain that no
 * organization has proven, for one without a provider, and for what is no address, all the same.
 */
export async function findCompanyWay(address: string): Promise<string | null> {
  const domain = domainInput.safeParse(address.slice(address.lastIndexOf("@") + 1));
  const provider = await providerOfDomain(domain.success ? domain.data : "");
  return provider && startPath(provider);
}

export interface NamedProvider {
  readonly kind: "oidc" | "saml";
  readonly name: string;
  readonly organization: string;
}

/** Whose sign-in it is, for whoever has its id, which is no secret; null for one that is off or none. */
export async function lookAtProvider(id: string): Promise<NamedProvider | null> {
  const uuid = uuidOf("idp", id);
  const found = uuid === null ? null : await providerById(uuid);
  if (!found?.enabled) return null;
  const { kind, name, organizationName } = found;
  return { kind, name, organization: organizationName };
}

export interface RequiredWays {
  readonly organization: string;
  /** The session is another company's, and the organization would take any other. */
  readonly isElsewhere: boolean;
  readonly ways: readonly { readonly name: string; readonly provider: string }[];
}

/** How a member gets into an organization that the own session does not open; null where it does, or it is not his. */
export async function requiredWays(signedIn: SignedInPerson, org: string): Promise<RequiredWays | null> {
  const uuid = uuidOf("org", org);
  const entry = uuid === null ? null : entryInto(signedIn, uuid);
  if (uuid === null || entry === null || entry.verdict === "open" || entry.verdict === "break-glass")
    return null;
  const { name, requiredProviders } = entry.membership;
  const providers = await withOrg(uuid, listProviders);
  return {
    organization: name,
    isElsewhere: entry.verdict === "elsewhere" && requiredProviders.length === 0,
    ways: providers
      .filter(
        ({ id, enabled }) => enabled && (requiredProviders.length === 0 || requiredProviders.includes(id)),
      )
      .map((provider) => ({ name: provider.name, provider: publicId("idp", provider.id) })),
  };
}
