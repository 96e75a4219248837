import { oidcRedirectUri } from "@/lib/auth/oidc";
import { serviceProviderAt } from "@/lib/auth/saml/parties";
import type { ProviderSettings, StoredProvider } from "@/lib/db/identity-providers";
import type { StoredMember } from "@/lib/db/members";
import type { StoredDomain } from "@/lib/db/organization-domains";
import { env } from "@/lib/env";
import { publicId } from "@/lib/ids";

export type ProviderView = ProviderSettings & {
  readonly id: string;
  readonly name: string;
  readonly isOn: boolean;
  /** Members must come by it. */
  readonly isRequired: boolean;
  /** Whoever looks has come by it since it was last set up. */
  readonly isTried: boolean;
  readonly hasSecret: boolean;
  /** What the other side has to be told of us. */
  readonly ours: readonly { readonly label: string; readonly value: string }[];
  /** Where a browser begins to sign in by it. */
  readonly startPath: string;
};

export interface DomainView {
  readonly domain: string;
  readonly isVerified: boolean;
  /** Verified, and its record is not there any more. */
  readonly isMissing: boolean;
  readonly record: { readonly name: string; readonly value: string };
}

export interface OwnerView {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isBreakGlass: boolean;
}

export interface SignInView {
  /** Names the provider that is added next, and what the other side has to be told of us for it. */
  readonly draft: {
    readonly draft: string;
    readonly oidc: ProviderView["ours"];
    readonly saml: ProviderView["ours"];
  };
  readonly providers: readonly ProviderView[];
  readonly domains: readonly DomainView[];
  readonly owners: readonly OwnerView[];
}

export function providerView(
  provider: StoredProvider,
  { isRequired, isTried }: Pick<ProviderView, "isRequired" | "isTried">,
): ProviderView {
  const id = publicId("idp", provider.id);
  const settings: ProviderSettings =
    provider.kind === "oidc"
      ? { kind: "oidc", config: provider.config }
      : { kind: "saml", config: provider.config };
  return {
    ...settings,
    id,
    name: provider.name,
    isOn: provider.enabled,
    isRequired,
    isTried,
    hasSecret: provider.sealedSecret !== null,
    ours: oursFor(provider),
    startPath: startPath(provider),
  };
}

/** Where a browser begins to sign in by a provider. */
export const startPath = ({ kind, id }: Pick<StoredProvider, "kind" | "id">): string =>
  `/api/auth/${kind}/${publicId("idp", id)}/start`;

/** What the other side has to be told of us, before the provider is stored too. */
export function oursFor({ kind, id }: Pick<StoredProvider, "kind" | "id">): ProviderView["ours"] {
  if (kind === "oidc") return [{ label: "Redirect URI", value: oidcRedirectUri(id) }];
  const { acsUrl, entityId } = serviceProviderAt(env().APP_URL, publicId("idp", id));
  return [
    { label: "ACS URL (reply URL)", value: acsUrl },
    { label: "Entity ID (audience), also the metadata's address", value: entityId },
  ];
}

export const TXT_LABEL = "_chittysync";

export const txtValue = (token: string): string => `chittysync-verify=${token}`;

export const domainView = ({ domain, token, verifiedAt, missingSince }: StoredDomain): DomainView => ({
  domain,
  isVerified: verifiedAt !== null,
  isMissing: missingSince !== null,
  record: { name: `${TXT_LABEL}.${domain}`, value: txtValue(token) },
});

export const ownerView = ({ personId, name, email, isBreakGlass }: StoredMember): OwnerView => ({
  id: publicId("per", personId),
  name,
  email,
  isBreakGlass,
});
