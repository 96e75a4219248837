import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { envelopeOf, findEntry, listEntries as listStored } from "@/lib/db/ledger-entries";
import { withRows } from "@/lib/db/row-store";
import { AppError } from "@/lib/errors";
import { readLine } from "../page-cursor";
import type { ListPage } from "../runs/browse-runs";
import { type AuditFilter, hiddenFrom, storedFilter } from "./audit-filter";
import { signedCheckpoint } from "./checkpoint";
import type { EntryView } from "./entry-view";
import { proveEntries } from "./prove-entries";
import { readEntries } from "./read-entries";

const PAGE = 50;

/** Older than this, a checkpoint is renewed when somebody looks. */
const MAX_AGE_MS = 30_000;

/** The audit log's entries that fit a filter and that the caller may see, the newest first. */
export async function listEntries(
  caller: Caller,
  filter: AuditFilter,
  cursor: string | null,
): Promise<ListPage<EntryView>> {
  authorize(caller, "audit:read");
  const before = cursor === null ? Number.MAX_SAFE_INTEGER : readLine(cursor);
  const found = await withRows(caller.organizationId, async (client) => {
    const stored = await storedFilter(client, caller, filter);
    const lines = await listStored(client, stored, { before, size: PAGE + 1 });
    const checkpoint = await signedCheckpoint(client, MAX_AGE_MS);
    return { lines, proven: await proveEntries(client, lines, checkpoint) };
  });
  const lines = found.lines.slice(0, PAGE);
  const last = lines[PAGE - 1];
  return {
    data: await readEntries(caller.organizationId, { lines, proven: found.proven }),
    nextCursor: found.lines.length > PAGE && last ? String(last.seq) : null,
  };
}

export interface EntryDetailView extends EntryView {
  /** The leaf's bytes: RFC 8785 text of the envelope. */
  readonly leaf: string;
  /** RFC 6962, 64 hex digits. */
  readonly leafHash: string;
  /** RFC 8785 text; null once it was erased. */
  readonly payload: string | null;
  /** Base64 of 32 bytes. */
  readonly salt: string | null;
  readonly commitment: string;
  /** The checkpoint that it was held against, and the way from the leaf to its root, base64. */
  readonly checkpoint: { readonly size: number; readonly note: string };
  readonly proof: readonly string[];
}

/** One entry, with everything that proves it. */
export async function getEntry(caller: Caller, seq: string): Promise<EntryDetailView> {
  authorize(caller, "audit:read");
  const place = /^\d{1,15}$/.test(seq) ? Number(seq) : -1;
  const { line, checkpoint, proven } = await withRows(caller.organizationId, async (client) => {
    const found = await findEntry(client, place);
    if (!found || hiddenFrom(caller).includes(envelopeOf(found).action))
      throw new AppError("not-found", "There is no such entry.");
    const signed = await signedCheckpoint(client, MAX_AGE_MS);
    return { line: found, checkpoint: signed, proven: await proveEntries(client, [found], signed) };
  });
  const [view] = await readEntries(caller.organizationId, { lines: [line], proven });
  if (!view) throw new AppError("internal", "An entry vanished while it was read.");
  return {
    ...view,
    leaf: line.leaf,
    leafHash: line.leafHash.toString("hex"),
    payload: line.payload,
    salt: line.salt,
    commitment: envelopeOf(line).payload_commitment,
    checkpoint: { size: checkpoint.size, note: checkpoint.note },
    proof: proven.get(line.seq)?.proof ?? [],
  };
}
