import { X509Certificate } from "node:crypto";
import { AppError } from "@/lib/errors";

/** Room for a provider's bundle of one region; each connection keeps its own. */
const MAX_LENGTH = 64_000;
const MAX_CERTIFICATES = 20;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificates of the authorities that a customer trusts for his server, in PEM as we read them. Throws AppError
 * `invalid-input` for whatever else there is; whether they are valid today is `requireCurrent`'s.
 */
export function readAuthorities(pem: string): string {
  if (pem.length > MAX_LENGTH) {
    throw refused(
      "The CA certificate's text is too long.",
      "Give the certificate of the server's own CA instead of a whole bundle.",
    );
  }
  if (pem.includes("PRIVATE KEY-----")) {
    throw refused(
      "The CA certificate's text holds a private key, which was not kept.",
      "Give the certificate alone: the part between BEGIN CERTIFICATE and END CERTIFICATE.",
    );
  }
  const blocks = pem.match(CERTIFICATE) ?? [];
  if (
    blocks.length === 0 ||
    blocks.length > MAX_CERTIFICATES ||
    pem.replace(CERTIFICATE, "").includes("-----")
  ) {
    throw refused(
      `The CA certificate's text is not one to ${MAX_CERTIFICATES} certificates in PEM.`,
      "Copy it from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, both lines included.",
    );
  }
  return blocks.map((block, at) => authorityIn(block, at + 1).toString()).join("");
}

function authorityIn(block: string, number: number): X509Certificate {
  const certificate = certificateIn(block);
  if (certificate === null) {
    throw refused(
      `Certificate ${number} of the CA certificate's text cannot be read.`,
      "Copy it once more as a whole, or ask for it in PEM.",
    );
  }
  if (certificate.ca) return certificate;
  throw refused(
    `Certificate ${number} of the CA certificate's text is no authority's, but a server's or a person's.`,
    "Give the certificate of the authority that signed the server's.",
  );
}

function certificateIn(block: string): X509Certificate | null {
  try {
    return new X509Certificate(block);
  } catch {
    return null;
  }
}

/** Throws AppError `connection-broken` where none of the authorities is valid at `now`. */
export function requireCurrent(authorities: string, now: Date): void {
  const certificates = (authorities.match(CERTIFICATE) ?? []).map((block) => new X509Certificate(block));
  if (certificates.some(({ validFromDate, validToDate }) => validFromDate <= now && now <= validToDate))
    return;
  const ends = certificates.map(({ validToDate }) => validToDate).filter((end) => end < now);
  const last = new Date(Math.max(...ends.map(Number)));
  throw new AppError(
    "connection-broken",
    ends.length > 0
      ? `The CA certificate for TLS expired on ${last.toISOString().slice(0, 10)}.`
      : "The CA certificate for TLS is not valid yet.",
    { remedy: "Connect with the CA's current certificate." },
  );
}

const refused = (message: string, remedy: string): AppError =>
  new AppError("invalid-input", message, { remedy });
