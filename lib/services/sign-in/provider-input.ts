import { X509Certificate } from "node:crypto";
import { z } from "zod";

const name = z.string().trim().min(1).max(60);

/** Where an address of a provider may lead is for the guarded way out; here is what it looks like. */
const address = z.url({ protocol: /^https?$/ }).max(500);

const issuer = address.refine((url) => !/[?#]/.test(url), {
  error: "An issuer has no query and no fragment.",
});

const MOST_CERTIFICATES = 5;

/** As providers show it: PEM, or the base64 between its lines. Stored as PEM. */
const certificate = z
  .string()
  .trim()
  .max(10_000)
  .transform((text, context) => {
    const pem = text.includes("BEGIN CERTIFICATE")
      ? text
      : `-----BEGIN CERTIFICATE-----\n${text.replace(/\s+/g, "")}\n-----END CERTIFICATE-----`;
    const read = certificateIn(pem);
    const fault = read === null ? "This is no X.509 certificate." : weaknessOf(read);
    if (read !== null && fault === null) return read.toString();
    context.addIssue({ code: "custom", message: fault ?? "" });
    return z.NEVER;
  });

function certificateIn(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

const LEAST_BITS = 2048;

/** Responses are taken with RSA signatures alone: a certificate of another key would refuse everybody. */
function weaknessOf({ publicKey }: X509Certificate): string | null {
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (publicKey.asymmetricKeyType !== "rsa") return "The certificate's key is not RSA. Use one that is.";
  return bits < LEAST_BITS
    ? `The certificate's key has ${bits} bits. Use one of ${LEAST_BITS} or more.`
    : null;
}

export const providerInput = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("oidc"),
    name,
    config: z.strictObject({ issuer, clientId: z.string().trim().min(1).max(255) }),
    /** Write-only: it goes in here and comes out nowhere. Null: a public client. */
    clientSecret: z.string().trim().min(1).max(1000).nullable(),
  }),
  z.strictObject({
    kind: z.literal("saml"),
    name,
    config: z.strictObject({
      entityId: z.string().trim().min(1).max(1024),
      ssoUrl: address,
      certificates: z.array(certificate).min(1).max(MOST_CERTIFICATES),
    }),
  }),
]);

/** As it is sent. */
export type ProviderRequest = z.input<typeof providerInput>;

export type ProviderInput = z.output<typeof providerInput>;

/** A host name of at least two labels, as it stands in an address behind the @. */
export const domainInput = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/, {
    error: "Write a domain like example.com.",
  });
