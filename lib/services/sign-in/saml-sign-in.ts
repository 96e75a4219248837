import "server-only";
import { tallyFailure } from "@/lib/auth/failure-tally";
import { metadataOf } from "@/lib/auth/saml/metadata";
import { type Parties, serviceProviderAt } from "@/lib/auth/saml/parties";
import type { SamlRefusal } from "@/lib/auth/saml/refusal";
import { newRequestId, signInRequest } from "@/lib/auth/saml/sign-in-request";
import { type VerifiedResponse, verifyResponse } from "@/lib/auth/saml/verify-response";
import { beginFlow, endFlow, isOfBrowser } from "@/lib/auth/sign-in-flow";
import { type FailureReason, noteFailure } from "@/lib/auth/sign-in-ledger";
import { tokenHash } from "@/lib/auth/token";
import { type FoundProvider, providerById } from "@/lib/db/identity-providers";
import { flowWaits, placeAnswer, takeAnswer } from "@/lib/db/saml-answers";
import { env } from "@/lib/env";
import { publicId, uuidOf } from "@/lib/ids";
import { type EnterResult, enterByProvider } from "./enter-by-provider";
import { samlIssuer } from "./provider-identity";
import type { Begun, Refused, Way } from "./way-there";

type SamlProvider = FoundProvider & { readonly kind: "saml" };

/** How long a browser has from its provider's post to us: it is sent on at once. */
const ANSWER_MS = 2 * 60_000;

/** Longer than any request waits, so that an assertion of the same id never answers a later one. */
const SEEN_MS = 24 * 60 * 60_000;

/** Sends a browser on the way to an organization's SAML identity provider. */
export async function beginSaml({ id, personId, returnTo, browser }: Way, now = new Date()): Promise<Begun> {
  const provider = await samlProvider(id);
  if (!provider?.enabled) return { outcome: "refused", reason: "provider-off" };
  const key = newRequestId();
  const { organizationId } = provider;
  const flow = { providerId: provider.id, organizationId, personId, returnTo, browser, key };
  const begun = await beginFlow(flow, now);
  return {
    outcome: "on-the-way",
    url: await signInRequest(partiesOf(provider), key),
    browser: begun.browser,
  };
}

export type Received = { readonly outcome: "believed"; readonly requestId: string } | Refused;

/**
 * Takes what a provider's page posts, in whatever browser. It is believed or not for itself, and kept for the browser
 * that asked (`finishSaml`): the browser's cookie does not come along with another site's post. A response that is not
 * believed takes nothing away from the request.
 */
export async function receiveSaml(
  { id, encoded }: { readonly id: string; readonly encoded: string },
  now = new Date(),
): Promise<Received> {
  const provider = await samlProvider(id);
  if (!provider?.enabled) return { outcome: "refused", reason: "provider-off" };
  const verified = await verifyResponse({
    parties: partiesOf(provider),
    encoded,
    isAsked: (requestId) => flowWaits(tokenHash(requestId), provider.id),
  });
  if (!verified.ok) return unbelieved(provider, verified.reason, now);
  const isFirst = await keepAnswer(provider, verified.value, now);
  return isFirst
    ? { outcome: "believed", requestId: verified.value.requestId }
    : unbelieved(provider, "replayed", now);
}

function keepAnswer(
  { id }: SamlProvider,
  { requestId, assertionId, identity }: VerifiedResponse,
  now: Date,
): Promise<boolean> {
  const { subject, email, name } = identity;
  return placeAnswer(
    tokenHash(requestId),
    { providerId: id, subject, email, name, expiresAt: new Date(now.getTime() + ANSWER_MS) },
    { hash: tokenHash(assertionId), seenUntil: new Date(now.getTime() + SEEN_MS) },
  );
}

/** Ends the way: the browser that began it comes for what its provider told, once. */
export async function finishSaml(
  {
    id,
    requestId,
    browser,
  }: { readonly id: string; readonly requestId: string; readonly browser: string | undefined },
  now = new Date(),
): Promise<EnterResult | Refused> {
  const provider = await samlProvider(id);
  if (!provider) return { outcome: "refused", reason: "provider-off" };
  const flow = await endFlow(requestId);
  const answer = await takeAnswer(tokenHash(requestId));
  if (!provider.enabled) return refused(provider, "provider-off", now);
  if (flow?.providerId !== provider.id || answer?.providerId !== provider.id)
    return refused(provider, "flow-over", now);
  if (!isOfBrowser(flow, browser)) return refused(provider, "other-browser", now);
  const { subject, email, name } = answer;
  const identity = { issuer: samlIssuer(provider.id), subject, email, emailVerified: null, name };
  return enterByProvider(provider, identity, flow, now);
}

/** Our metadata for that provider; null for one that is unknown or none of SAML. */
export async function samlMetadata(id: string): Promise<string | null> {
  const provider = await samlProvider(id);
  return provider && metadataOf(partiesOf(provider).serviceProvider);
}

async function samlProvider(id: string): Promise<SamlProvider | null> {
  const uuid = uuidOf("idp", id);
  const provider = uuid === null ? null : await providerById(uuid);
  return provider?.kind === "saml" ? provider : null;
}

const partiesOf = ({ id, config }: SamlProvider): Parties => ({
  identityProvider: config,
  serviceProvider: serviceProviderAt(env().APP_URL, publicId("idp", id)),
});

/** What a customer and the ledger are told of each refusal. */
const SHOWN: Partial<Record<SamlRefusal, FailureReason>> = {
  request: "flow-over",
  replayed: "flow-over",
  status: "provider-refused",
};

/** The operator's log alone has the precise reason. */
function unbelieved(provider: SamlProvider, reason: SamlRefusal, at: Date): Promise<Refused> {
  tallyFailure({ from: publicId("idp", provider.id), way: "saml", reason });
  return refused(provider, SHOWN[reason] ?? "answer-invalid", at);
}

async function refused({ organizationId }: SamlProvider, reason: FailureReason, at: Date): Promise<Refused> {
  await noteFailure([organizationId], { way: "saml", reason, at });
  return { outcome: "refused", reason };
}
