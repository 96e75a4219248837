import { randomBytes } from "node:crypto";
import { SAML } from "@node-saml/node-saml";
import type { Parties } from "./parties";

/** 160 bits by chance. SAML's ids may not begin with a digit. */
export const newRequestId = (): string => `_${randomBytes(20).toString("hex")}`;

/**
 * The address that a browser is sent to with our request (redirect binding, not signed: it asks for nothing that
 * anybody could not ask for, and its answer goes to the address in our metadata). Any name and any way of signing in
 * there will do, which most identity providers insist on choosing themselves.
 */
export const signInRequest = (
  { identityProvider, serviceProvider }: Parties,
  requestId: string,
): Promise<string> =>
  new SAML({
    entryPoint: identityProvider.ssoUrl,
    idpCert: [...identityProvider.certificates],
    issuer: serviceProvider.entityId,
    callbackUrl: serviceProvider.acsUrl,
    generateUniqueId: () => requestId,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
  }).getAuthorizeUrlAsync("", undefined, {});
