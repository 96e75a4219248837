import { X509Certificate } from "node:crypto";

export type ReadCertificate =
  | { readonly ok: true; readonly pem: string }
  /** What is wrong with it, for whoever gave it. */
  | { readonly ok: false; readonly fault: string };

const LEAST_BITS = 2048;

/**
 * A certificate as providers show it: PEM, or the base64 between its lines. Responses are taken with RSA signatures alone,
 * so one of another key would refuse everybody.
 */
export function readCertificate(text: string): ReadCertificate {
  const read = certificateIn(
    text.includes("BEGIN CERTIFICATE")
      ? text
      : `-----BEGIN CERTIFICATE-----\n${text.replace(/\s+/g, "")}\n-----END CERTIFICATE-----`,
  );
  const fault = read === null ? "This is no X.509 certificate." : weaknessOf(read);
  return read !== null && fault === null
    ? { ok: true, pem: read.toString() }
    : { ok: false, fault: fault ?? "" };
}

function certificateIn(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function weaknessOf({ publicKey }: X509Certificate): string | null {
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (publicKey.asymmetricKeyType !== "rsa") return "The certificate's key is not RSA. Use one that is.";
  return bits < LEAST_BITS
    ? `The certificate's key has ${bits} bits. Use one of ${LEAST_BITS} or more.`
    : null;
}

/** What people compare and plan by. */
export interface CertificateFacts {
  /** SHA-256, as provider's screens write it. */
  readonly fingerprint: string;
  readonly until: string;
}

/** Of one that was read before. */
export function factsOf(pem: string): CertificateFacts {
  const { fingerprint256, validToDate } = new X509Certificate(pem);
  return { fingerprint: fingerprint256, until: validToDate.toISOString() };
}
