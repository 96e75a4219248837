import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import {
  findLastCheckpoint,
  findLogHead,
  keepCheckpoint,
  keepNodes,
  readTree,
  type StoredCheckpoint,
} from "@/lib/db/ledger-tree";
import { type RowClient, withRows } from "@/lib/db/row-store";
import { takeRowTurnAt } from "@/lib/db/turns";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { writeCheckpoint } from "@/lib/ledger/checkpoint-text";
import { signNote, verifierKey } from "@/lib/ledger/signed-note";
import { ledgerSigner } from "@/lib/ledger/signing-key";

export interface CheckpointView {
  readonly size: number;
  /** RFC 6962 root over the first `size` entries, 64 hex digits. */
  readonly root: string;
  /** C2SP tlog-checkpoint in a signed note. */
  readonly note: string;
  readonly signedAt: string;
  /** Of the key that signed it, in note format. */
  readonly verifierKey: string;
}

/** A signed statement of the log's size and root, over every entry that there is now. */
export async function getCheckpoint(caller: Caller): Promise<CheckpointView> {
  authorize(caller, "audit:read");
  const checkpoint = await withRows(caller.organizationId, (client) => signedCheckpoint(client));
  return {
    size: checkpoint.size,
    root: checkpoint.root.toString("hex"),
    note: checkpoint.note,
    signedAt: checkpoint.signedAt.toISOString(),
    verifierKey: verifierKey(ledgerSigner(env())),
  };
}

/**
 * The last checkpoint, or a new one when entries came since and the last is older than `maxAgeMs`. Never signs a log that does
 * not begin with the one it signed before: throws `internal`.
 */
export async function signedCheckpoint(client: RowClient, maxAgeMs = 0): Promise<StoredCheckpoint> {
  const recent = await findLastCheckpoint(client);
  if (recent && Date.now() - recent.signedAt.getTime() < maxAgeMs) return recent;
  await takeRowTurnAt(client, "ledger-checkpoint");
  const head = await findLogHead(client);
  if (!head) throw new AppError("not-found", "The organization has no audit log yet.");
  const last = await findLastCheckpoint(client);
  if (last?.size === head.size) return last;
  await keepNodes(client, head.size);
  if (last && !(await readTree(client, last.size)).root().equals(last.root)) throw rewritten();
  const root = (await readTree(client, head.size)).root();
  const origin = `${new URL(env().APP_URL).host}/audit/${head.id}/e${head.epoch}`;
  const note = signNote(writeCheckpoint({ origin, size: head.size, root }), ledgerSigner(env()));
  await keepCheckpoint(client, { size: head.size, root, note });
  const kept = await findLastCheckpoint(client);
  if (!kept) throw new AppError("internal", "A checkpoint vanished while it was stored.");
  return kept;
}

const rewritten = (): AppError =>
  new AppError("internal", "The audit log is not the one that was signed before; it is not signed again.", {
    remedy: "An operator runs `npx chittysync audit fsck`, and keeps the last checkpoint.",
  });
