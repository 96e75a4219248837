import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { DeletionRecord, StoredCertificate } from "@/lib/db/deletion-certificates";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { type Signer, signNote, verifierKey } from "@/lib/ledger/signed-note";

/** Where the ledger of a removed organization ends: its leaves stay, so this can be held against them. */
export interface LedgerEnd {
  readonly log: string;
  readonly size: number;
  /** RFC 6962 root over all leaves, 64 hex digits. */
  readonly root: string;
}

export interface Deletion {
  readonly ledger: LedgerEnd;
  readonly purgedAt: Date;
  /** Every table that was emptied, also those that held nothing. */
  readonly tables: readonly string[];
}

/**
 * What a certificate of deletion says, its SHA-256, and the same line as a signed note: RFC 8785 text, so that anybody can
 * make the same of it.
 */
export function writeCertificate(
  record: DeletionRecord,
  { ledger, purgedAt, tables }: Deletion,
  signer: Signer,
): Pick<StoredCertificate, "document" | "hash"> & { readonly note: string; readonly verifierKey: string } {
  const { "ledger.entry": payloadsErased = 0, ...removed } = record.removed;
  const document = canonicalize({
    v: 1,
    what: "deletion of an organization",
    organization: { id: publicId("org", record.organizationId), name: record.name },
    askedAt: record.askedAt.toISOString(),
    askedBy: record.askedBy,
    dueAt: record.dueAt.toISOString(),
    begunAt: record.begunAt.toISOString(),
    purgedAt: purgedAt.toISOString(),
    removed: { ...Object.fromEntries(tables.map((table) => [table, 0])), ...removed },
    ledger: { ...ledger, lastSeq: ledger.size - 1, payloadsErased },
  });
  if (document === undefined) throw new AppError("internal", "A certificate could not be written.");
  return {
    document,
    hash: createHash("sha256").update(document).digest("hex"),
    note: signNote(`${document}\n`, signer),
    verifierKey: verifierKey(signer),
  };
}
