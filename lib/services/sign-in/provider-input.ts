import { z } from "zod";
import { readCertificate } from "@/lib/auth/saml/certificate";
import { shownName } from "@/lib/shown-name";

const name = shownName.max(60, "A name has 1 to 60 characters.");

/** Where an address of a provider may lead is for the guarded way out; here is what it looks like. */
const address = z.url({ protocol: /^https?$/ }).max(500);

/** Each of these is all companies' and everybody's at once. */
const SHARED_TENANT =
  /^https:\/\/login\.(?:microsoftonline\.(?:com|us)|partner\.microsoftonline\.cn)\/(?:common|organizations|consumers)(?:\/|$)/i;

const issuer = address
  .refine((url) => !/[?#]/.test(url), { error: "An issuer has no query and no fragment." })
  .refine((url) => !url.includes("/.well-known"), {
    error: "This is the address of the metadata. Paste the issuer: what stands before /.well-known.",
  })
  .refine((url) => !SHARED_TENANT.test(url), {
    error: "Anybody has an account there. Use your company's own tenant id in its place.",
  });

const MOST_CERTIFICATES = 5;

const certificate = z
  .string()
  .trim()
  .max(10_000)
  .transform((text, context) => {
    const read = readCertificate(text);
    if (read.ok) return read.pem;
    context.addIssue({ code: "custom", message: read.fault });
    return z.NEVER;
  });

/** What is stored of a SAML provider, whoever told it. */
export const samlValues = z.strictObject({
  entityId: z.string().trim().min(1).max(1024),
  ssoUrl: address,
  certificates: z.array(certificate).min(1).max(MOST_CERTIFICATES),
});

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
    /** Entered by hand, or told at an address by the provider itself. */
    config: z.discriminatedUnion("from", [
      samlValues.extend({ from: z.literal("values") }),
      z.strictObject({ from: z.literal("metadata"), metadataUrl: address }),
    ]),
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
