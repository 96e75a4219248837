/**
 * Why a response is not believed. Closed; for the log and the provider's owner, never with a word of the response.
 *
 * - malformed: too large, no base64, no UTF-8, not the XML of a SAML response, or with markup that none needs.
 * - encrypted: an encrypted assertion; we publish no key to encrypt for.
 * - algorithm: a signature, digest or transform that we do not take (SHA-1 is one).
 * - signature: the assertion is not signed by a pinned certificate, or the response's own signature is wrong.
 * - issuer, audience, destination, status, time: it is another's, for another, for elsewhere, no success, or not of now.
 * - request: it answers nothing that we asked, or something that is over.
 * - subject: no name that lasts, none that is confirmed for us, or not one mail address at most.
 * - replayed: it was accepted before.
 */
export type SamlRefusal =
  | "malformed"
  | "encrypted"
  | "algorithm"
  | "signature"
  | "issuer"
  | "audience"
  | "destination"
  | "status"
  | "time"
  | "request"
  | "subject"
  | "replayed";

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: SamlRefusal };

export const refused = (reason: SamlRefusal): { readonly ok: false; readonly reason: SamlRefusal } => ({
  ok: false,
  reason,
});
