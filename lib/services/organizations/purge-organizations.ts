import "server-only";
import { listConnections, noteConnectionState } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { completeCertificate, findDeletionRecord } from "@/lib/db/deletion-certificates";
import {
  beginPurge,
  ERASED,
  erasePayloads,
  leafHashes,
  ledgerHead,
  type OwnedTable,
  ownedTables,
  payloadsLeft,
  removeOrganization,
  removeRows,
} from "@/lib/db/purge";
import { organizationsToPurge } from "@/lib/db/resolve";
import { type RowClient, recordRows, withRows } from "@/lib/db/row-store";
import { tryRowTurnAt } from "@/lib/db/turns";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { CompactRange } from "@/lib/ledger/merkle";
import { ledgerSigner } from "@/lib/ledger/signing-key";
import { log } from "@/lib/log";
import { endConsent } from "../connections/end-consent";
import { writeCertificate } from "./deletion-certificate";
import { purgeOrder } from "./purge-order";

/** Organizations in one turn; the rest has the next. */
const AT_ONCE = 50;

/** Rows, or payloads, in one transaction. */
const BATCH = 5_000;

export interface PurgeTurn {
  /** Organizations that are gone now. */
  readonly purged: number;
  /** Organizations whose removal broke off at a fault, which the log tells; the next turn tries again. */
  readonly failed: number;
  /** There was no time for all of it. */
  readonly isMore: boolean;
}

/**
 * Removes organizations whose grace is over, batch by batch; each batch is a transaction that also counts it in the
 * certificate, so a turn may end anywhere, also by kill -9, and the next one goes on. `until`: when this turn begins no
 * further batch. Counts only.
 */
export async function purgeOrganizations(now: Date, until: number, batch = BATCH): Promise<PurgeTurn> {
  let purged = 0;
  let failed = 0;
  const due = await organizationsToPurge(now, AT_ONCE);
  for (const organizationId of due) {
    const purge = new Purge(organizationId, { now, until, batch });
    // One that cannot be removed keeps no other from it; it is tried again in every turn.
    const isGone = await purge.carryOut().catch((error: unknown) => {
      log("error", "organization.purge-failed", { organization: organizationId, error });
      failed += 1;
      return false;
    });
    if (isGone) purged += 1;
    if (Date.now() >= until) return { purged, failed, isMore: true };
  }
  return { purged, failed, isMore: due.length === AT_ONCE };
}

/** The removal of one organization, in one turn. */
class Purge {
  constructor(
    private readonly organizationId: string,
    private readonly turn: { readonly now: Date; readonly until: number; readonly batch: number },
  ) {}

  /** True when the organization is gone; false where there is no time left, or another worker has it in hand. */
  async carryOut(): Promise<boolean> {
    const { now } = this.turn;
    const begun = await this.batch(async (client) =>
      (await beginPurge(client, now)) ? ownedTables(client) : null,
    );
    if (!begun) return false;
    if (!(await this.endConsents())) return false;
    const order = purgeOrder(begun);
    for (const table of order) if (!(await this.empty(table))) return false;
    if (!(await this.erase())) return false;
    return (await this.batch((client) => this.finish(client, begun))) === true;
  }

  /**
   * Providers are told while the credentials are still there, of each connection once: one that cannot be told keeps nothing
   * from going. It counts as disconnected then, so that of several with one account the last one ends it. False where there
   * was no time for all of them; the credentials go with their table.
   */
  private async endConsents(): Promise<boolean> {
    const { now, until } = this.turn;
    const connections = await withOrg(this.organizationId, listConnections);
    const untold = connections.filter(({ status }) => status !== "disconnected");
    for (const [at, connection] of untold.entries()) {
      if (at > 0 && Date.now() >= until) return false;
      await endConsent(this.organizationId, connection).catch((error: unknown) =>
        log("warn", "organization.consent-not-ended", { connection: publicId("con", connection.id), error }),
      );
      const told = { status: "disconnected", problem: null, at: now } as const;
      await withOrg(this.organizationId, (db) => noteConnectionState(db, connection.id, told));
    }
    return true;
  }

  private empty(table: string): Promise<boolean> {
    return this.exhaust((client) => removeRows(client, table, this.turn.batch));
  }

  private erase(): Promise<boolean> {
    return this.exhaust((client) => erasePayloads(client, this.turn.batch));
  }

  /** Batch after batch until one finds nothing more; false where it did not come to that. */
  private async exhaust(work: (client: RowClient) => Promise<number>): Promise<boolean> {
    for (;;) {
      const done = await this.batch(work);
      if (done === null) return false;
      if (done === 0) return true;
      if (Date.now() >= this.turn.until) return false;
    }
  }

  /** One transaction; null while another worker has the organization in hand. */
  private batch<T>(work: (client: RowClient) => Promise<T>): Promise<T | null> {
    return withRows(this.organizationId, async (client) =>
      (await tryRowTurnAt(client, "the removal")) ? work(client) : null,
    );
  }

  /** The last transaction: the last entry, the organization itself, and the certificate of it. */
  private async finish(client: RowClient, tables: readonly OwnedTable[]): Promise<boolean> {
    const { now } = this.turn;
    // What came in the meantime, if anything did.
    for (const { name } of tables) if ((await removeRows(client, name, this.turn.batch)) > 0) return false;
    await recordRows(client, [purgedEntry(this.organizationId)], now);
    await erasePayloads(client, this.turn.batch);
    const ledger = await ledgerEnd(client);
    if ((await payloadsLeft(client)) > 0)
      throw new AppError("internal", "The ledger of a removed organization still holds payloads.");
    await removeOrganization(client);
    const record = await findDeletionRecord(client);
    if (!record || record.removed[ERASED] !== ledger.size)
      throw new AppError("internal", "A removal has no certificate, or one that does not count all entries.");
    const purgedAt = now;
    const deletion = { ledger, purgedAt, tables: tables.map(({ name }) => name) };
    const written = writeCertificate(record, deletion, ledgerSigner(env()));
    await completeCertificate(client, { ...written, purgedAt });
    return true;
  }
}

const purgedEntry = (organizationId: string) =>
  ({
    actor: { type: "system", ref: "housekeeping" },
    action: "organization.purged",
    outcome: "ok",
    target: { type: "organization", ref: publicId("org", organizationId) },
    source: null,
    destination: null,
    runId: null,
    payload: null,
  }) as const;

async function ledgerEnd(client: RowClient) {
  const head = await ledgerHead(client);
  if (!head) throw new AppError("internal", "An organization without a ledger.");
  const tree = new CompactRange();
  while (tree.size < head.size) {
    const hashes = await leafHashes(client, tree.size, BATCH);
    if (hashes.length === 0) throw new AppError("internal", "The ledger is shorter than its head says.");
    for (const hash of hashes) tree.append(hash);
  }
  return { log: head.log, size: head.size, root: tree.root().toString("hex") };
}
