import "server-only";
import { certificatesOf, verifierKeysOfCertificates } from "@/lib/db/deletion-certificates";
import { env } from "@/lib/env";
import { publicId } from "@/lib/ids";
import { verifierKey } from "@/lib/ledger/signed-note";
import { ledgerSigner } from "@/lib/ledger/signing-key";
import type { Account } from "./account";

export interface CertificateView {
  /** Of the organization that was deleted. */
  readonly id: string;
  readonly name: string;
  readonly purgedAt: string;
  /** The certificate as it is handed out: a signed note; of one from before they were signed, its line alone. */
  readonly text: string;
  /** SHA-256 of the certificate's line without its signature, in hex. */
  readonly hash: string;
}

/** Certificates of organizations that were deleted while the person owned them, the newest first. */
export async function listCertificates({ personId }: Pick<Account, "personId">): Promise<CertificateView[]> {
  return (await certificatesOf(personId)).map(({ organizationId, name, purgedAt, document, note, hash }) => ({
    id: publicId("org", organizationId),
    name,
    purgedAt: purgedAt.toISOString(),
    text: note ?? document,
    hash,
  }));
}

/** Every key that verifies what this installation signs or has signed of ledgers, the present one first. */
export async function listVerifierKeys(): Promise<string[]> {
  return [...new Set([verifierKey(ledgerSigner(env())), ...(await verifierKeysOfCertificates())])];
}
