import "server-only";
import { tallyFailure } from "@/lib/auth/failure-tally";
import { authorizationUrl, claimsOf, type OidcClaims, type OidcClient } from "@/lib/auth/oidc";
import { beginFlow, endFlow, isOfBrowser } from "@/lib/auth/sign-in-flow";
import { type FailureReason, noteFailure } from "@/lib/auth/sign-in-ledger";
import { type FoundProvider, providerById } from "@/lib/db/identity-providers";
import type { StoredFlow } from "@/lib/db/sign-in-flows";
import { AppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import { openCredentials } from "@/lib/vault/vault";
import { type EnterResult, enterByProvider } from "./enter-by-provider";
import type { Begun, Refused, Way } from "./way-there";

/** Sends a browser on the way to an organization's OpenID provider. */
export async function beginOidc({ id, personId, returnTo, browser }: Way, now = new Date()): Promise<Begun> {
  const provider = await oidcProvider(id);
  if (!provider?.enabled) return { outcome: "refused", reason: "provider-off" };
  const { organizationId } = provider;
  const flow = await beginFlow({ providerId: provider.id, organizationId, personId, returnTo, browser }, now);
  try {
    const { key: state, nonce, verifier } = flow;
    const url = await authorizationUrl(await clientOf(provider), { state, nonce, verifier });
    return { outcome: "on-the-way", url, browser: flow.browser };
  } catch (error) {
    return refused(provider, "provider-unreachable", error, now);
  }
}

/**
 * Ends the way: what came back in the address has to belong to a flow that this browser began at this provider, ten
 * minutes ago at most, once; the provider's answer is then believed as `claimsOf` says.
 */
export async function finishOidc(
  {
    id,
    search,
    browser,
  }: { readonly id: string; readonly search: URLSearchParams; readonly browser: string | undefined },
  now = new Date(),
): Promise<EnterResult | Refused> {
  const provider = await oidcProvider(id);
  if (!provider) return { outcome: "refused", reason: "provider-off" };
  const state = search.get("state") ?? "";
  const flow = await endFlow(state);
  const wrong = wrongWith(provider, flow, { browser, search });
  if (wrong !== null || flow === null) return refused(provider, wrong ?? "flow-over", null, now);
  let claims: OidcClaims;
  try {
    const { nonce, verifier } = flow;
    claims = await claimsOf(await clientOf(provider), search, { state, nonce, verifier });
  } catch (error) {
    return refused(provider, isUnreachable(error) ? "provider-unreachable" : "answer-invalid", error, now);
  }
  return enterByProvider(provider, claims, flow, now);
}

const isUnreachable = (error: unknown): boolean =>
  [error, error instanceof Error ? error.cause : null].some(
    (one) => one instanceof AppError && one.kind === "upstream-unavailable",
  );

function wrongWith(
  provider: FoundProvider,
  flow: StoredFlow | null,
  { browser, search }: { readonly browser: string | undefined; readonly search: URLSearchParams },
): FailureReason | null {
  // First of all: who has no flow is not told that there is such a provider.
  if (!provider.enabled) return "provider-off";
  if (flow === null || flow.providerId !== provider.id) return "flow-over";
  if (!isOfBrowser(flow, browser)) return "other-browser";
  return search.has("error") ? "provider-refused" : null;
}

async function oidcProvider(id: string): Promise<(FoundProvider & { kind: "oidc" }) | null> {
  const uuid = uuidOf("idp", id);
  const provider = uuid === null ? null : await providerById(uuid);
  return provider?.kind === "oidc" ? provider : null;
}

async function clientOf({
  id,
  organizationId,
  config,
  sealedSecret,
}: FoundProvider & { kind: "oidc" }): Promise<OidcClient> {
  const bound = { organizationId, connectionId: id };
  const opened =
    sealedSecret === null ? {} : await openCredentials(bound, [{ field: SECRET, sealed: sealedSecret }]);
  const clientSecret = typeof opened[SECRET] === "string" ? opened[SECRET] : null;
  return { providerId: id, issuer: config.issuer, clientId: config.clientId, clientSecret };
}

/** The field that the client's secret is sealed under, for its provider. */
export const SECRET = "clientSecret";

async function refused(
  { id, organizationId }: FoundProvider,
  reason: FailureReason,
  error: unknown,
  at: Date,
): Promise<Refused> {
  // Its code alone: the errors of the protocol carry what was sent.
  const code = error instanceof Error && "code" in error ? String(error.code) : reason;
  if (error !== null) tallyFailure({ from: publicId("idp", id), way: "oidc", reason: code });
  await noteFailure([organizationId], { way: "oidc", reason, at });
  return { outcome: "refused", reason };
}
