import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { uuidOf } from "@/lib/ids";
import { ownerClient } from "./ledger";

const POLL_MS = 5;

/**
 * Stops a run before its commits, from outside: each one updates the run's row, and we hold that row. Two connections
 * take turns, so that one commit passes and the next one waits.
 */
export class CommitGate {
  private constructor(
    private readonly runUuid: string,
    private holder: pg.Client,
    private next: pg.Client,
  ) {}

  static async close(place: { databaseUrl: string; org: string }, runId: string): Promise<CommitGate> {
    const [holder, next] = [
      await ownerClient(place.databaseUrl, place.org),
      await ownerClient(place.databaseUrl, place.org),
    ];
    const gate = new CommitGate(uuidOf("run", runId) ?? "", holder, next);
    await gate.take(holder);
    return gate;
  }

  /**
   * Waits until a commit stands before the gate; false once `isOver` says that none will come. The locks are asked,
   * because within one transaction the list of sessions never changes.
   */
  async untilHeld(isOver: () => Promise<boolean>): Promise<boolean> {
    for (let look = 1; ; look += 1) {
      const { rows } = await this.holder.query(
        "select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid)) limit 1",
      );
      if (rows.length > 0) return true;
      if (look % 20 === 0 && (await isOver())) return false;
      await delay(POLL_MS);
    }
  }

  /** Lets the commit that waits pass, and closes behind it. */
  async pass(): Promise<void> {
    const taken = this.take(this.next);
    taken.catch(() => {});
    await this.untilQueued();
    await this.holder.query("commit");
    await taken;
    [this.holder, this.next] = [this.next, this.holder];
  }

  /** Opens it for good. Never throws: the server may be gone. */
  async open(): Promise<void> {
    await Promise.allSettled([this.holder.end(), this.next.end()]);
  }

  private async take(client: pg.Client): Promise<void> {
    await client.query("begin");
    await client.query("select from public.run where id = $1 for update", [this.runUuid]);
  }

  /** Until the other connection waits as well, behind the commit. */
  private async untilQueued(): Promise<void> {
    const pid = (this.next as pg.Client & { readonly processID: number }).processID;
    for (;;) {
      const { rows } = await this.holder.query("select from unnest(pg_blocking_pids($1)) limit 1", [pid]);
      if (rows.length > 0) return;
      await delay(POLL_MS);
    }
  }
}
