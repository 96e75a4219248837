import "server-only";
import { resolver } from "./control";
import type { RowClient } from "./row-store";

/** What is left of an organization that is being removed, or was. */
export interface DeletionRecord {
  readonly organizationId: string;
  readonly name: string;
  readonly askedAt: Date;
  /** Public id of a person. */
  readonly askedBy: string;
  /** When its grace ended. */
  readonly dueAt: Date;
  readonly begunAt: Date;
  /** Who owned it when its removal began. */
  readonly owners: readonly string[];
  /** Rows removed so far, by table. */
  readonly removed: Readonly<Record<string, number>>;
}

/** A certificate that is whole. */
export interface StoredCertificate extends DeletionRecord {
  readonly purgedAt: Date;
  readonly document: string;
  /** SHA-256 of the document, in hex. */
  readonly hash: string;
  /** The document as a signed note, and the key that verifies it; null of those made before certificates were signed. */
  readonly note: string | null;
  readonly verifierKey: string | null;
}

const COLUMNS = `organization_id as "organizationId", name, asked_at as "askedAt", asked_by as "askedBy", due_at as "dueAt",
  begun_at as "begunAt", owners, removed, purged_at as "purgedAt", document, hash, note, verifier_key as "verifierKey"`;

/** Of the transaction's organization, as far as its removal has come. */
export async function findDeletionRecord(client: RowClient): Promise<DeletionRecord | null> {
  const { rows } = await client.query<DeletionRecord>(
    `select ${COLUMNS} from resolve.deletion_certificate(current_setting('app.org')::uuid)`,
  );
  return rows[0] ?? null;
}

/** Makes the certificate whole, once; in the transaction that removes the organization. */
export async function completeCertificate(
  client: RowClient,
  certificate: Pick<StoredCertificate, "document" | "hash" | "note" | "verifierKey" | "purgedAt">,
): Promise<void> {
  const { document, hash, note, verifierKey, purgedAt } = certificate;
  const values = [document, hash, note, verifierKey, purgedAt];
  await client.query("select resolve.complete_certificate($1, $2, $3, $4, $5)", values);
}

/** Those that a person may have, the newest first. */
export const certificatesOf = (personId: string): Promise<StoredCertificate[]> => resolver().$queryRaw<
  StoredCertificate[]
>`
  select organization_id as "organizationId", name, asked_at as "askedAt", asked_by as "askedBy", due_at as "dueAt",
         begun_at as "begunAt", owners, removed, purged_at as "purgedAt", document, hash, note,
         verifier_key as "verifierKey"
    from resolve.deletion_certificates_of(${personId}::uuid)`;

/** Every key that verifies a certificate of this installation. */
export async function verifierKeysOfCertificates(): Promise<string[]> {
  const rows = await resolver().$queryRaw<{ key: string }[]>`select key from resolve.verifier_keys() as key`;
  return rows.map(({ key }) => key);
}
