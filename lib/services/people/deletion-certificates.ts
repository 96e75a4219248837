import "server-only";
import { certificatesOf } from "@/lib/db/deletion-certificates";
import { publicId } from "@/lib/ids";
import type { Account } from "./account";

export interface CertificateView {
  /** Of the organization that was deleted. */
  readonly id: string;
  readonly name: string;
  readonly purgedAt: string;
  /** The certificate, as it stands. */
  readonly document: string;
  /** SHA-256 of it, in hex. */
  readonly hash: string;
}

/** Certificates of organizations that were deleted while the person owned them, the newest first. */
export async function listCertificates({ personId }: Pick<Account, "personId">): Promise<CertificateView[]> {
  return (await certificatesOf(personId)).map(({ organizationId, name, purgedAt, document, hash }) => ({
    id: publicId("org", organizationId),
    name,
    purgedAt: purgedAt.toISOString(),
    document,
    hash,
  }));
}
