import { type CacheProvider, SAML, ValidateInResponseTo } from "@node-saml/node-saml";
import type { AssertedIdentity } from "./asserted-identity";
import type { Parties } from "./parties";
import { type Checked, refused, type SamlRefusal } from "./refusal";
import { type ResponseShape, shapeOf } from "./response-shape";
import { responseText } from "./response-text";
import { CLOCK_SKEW_MS, readSignedAssertion } from "./signed-assertion";

export interface VerifiedResponse {
  readonly identity: AssertedIdentity;
  /** The request that it answers, and the assertion's own id: each is good once, which its taker sees to. */
  readonly requestId: string;
  readonly assertionId: string;
}

interface Verification {
  readonly parties: Parties;
  /** The form's SAMLResponse. */
  readonly encoded: string;
  /** Whether that request to this identity provider is waiting for its answer. */
  readonly isAsked: (requestId: string) => Promise<boolean>;
}

/**
 * Whom the response proves to be there. First its text and its shape, then the signatures with node-saml by the pinned
 * certificates alone, then everything once more as the signed XML says it: only that is read for the identity.
 */
export async function verifyResponse(asked: Verification): Promise<Checked<VerifiedResponse>> {
  const { parties, encoded, isAsked } = asked;
  const text = responseText(encoded);
  if (!text.ok) return text;
  const shape = shapeOf(text.value, parties);
  if (!shape.ok) return shape;
  const { requestId } = shape.value;
  if (!(await isAsked(requestId))) return refused("request");
  const signed = await signedXml(text.value, parties, shape.value);
  if (!signed.ok) return signed;
  const read = readSignedAssertion(signed.value, { parties, requestId, nowMs: Date.now() });
  return read.ok ? { ok: true, value: { ...read.value, requestId } } : read;
}

async function signedXml(text: string, parties: Parties, shape: ResponseShape): Promise<Checked<string>> {
  try {
    const SAMLResponse = Buffer.from(text, "utf8").toString("base64");
    const { profile } = await verifierFor(parties, shape).validatePostResponseAsync({ SAMLResponse });
    const xml = profile?.getAssertionXml?.();
    return xml ? { ok: true, value: xml } : refused("signature");
  } catch (thrown) {
    return refused(reasonOf(thrown));
  }
}

function verifierFor(
  { identityProvider, serviceProvider }: Parties,
  { requestId, isSigned }: ResponseShape,
): SAML {
  return new SAML({
    idpCert: [...identityProvider.certificates],
    issuer: serviceProvider.entityId,
    callbackUrl: serviceProvider.acsUrl,
    audience: serviceProvider.entityId,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: isSigned,
    validateInResponseTo: ValidateInResponseTo.always,
    cacheProvider: onlyRequest(requestId),
    acceptedClockSkewMs: CLOCK_SKEW_MS,
  });
}

/** node-saml asks for the request again, and would use it up by a response that it refuses; ours are used up by us. */
const onlyRequest = (requestId: string): CacheProvider => ({
  getAsync: async (key) => (key === requestId ? new Date().toISOString() : null),
  saveAsync: async () => null,
  removeAsync: async () => null,
});

/** node-saml tells its refusals apart by words only. Whatever is not known is the signature's. */
function reasonOf(thrown: unknown): SamlRefusal {
  const words = thrown instanceof Error ? thrown.message : "";
  if (/audience/i.test(words)) return "audience";
  if (/expired|not yet valid|confirmation|NotOnOrAfter/i.test(words)) return "time";
  return /InResponseTo/.test(words) ? "request" : "signature";
}
