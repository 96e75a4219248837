import { closeRows, recordRows, withRows } from "@/lib/db/row-store";
import { newUuid } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";
import { timed } from "../timing";

export interface LedgerInput {
  readonly organizations: number;
  /** Appends at work at the same time. */
  readonly appenders: number;
  /** Transactions that are measured, after as many again to warm up. */
  readonly appends: number;
  /** Entries in each of them. */
  readonly entries: number;
}

export interface LedgerReport {
  readonly seconds: number;
  /** From the first statement to the durable commit, ms, in no order. */
  readonly latencies: readonly number[];
}

/** Appends as the application role, each in a transaction of its own that is durable when it is answered. */
export async function measure({
  organizations,
  appenders,
  appends,
  entries,
}: LedgerInput): Promise<LedgerReport> {
  const ids = Array.from({ length: organizations }, newUuid);
  const unit = Array.from({ length: entries }, (_, at) => entryOf(at));
  let latencies: number[] = [];
  let next = 0;
  const appender = async () => {
    while (next < appends) {
      const organizationId = ids[next++ % organizations] ?? "";
      const started = performance.now();
      await withRows(organizationId, (client) => recordRows(client, unit, new Date()));
      latencies.push(performance.now() - started);
    }
  };
  const all = () => {
    next = 0;
    latencies = [];
    return Promise.all(Array.from({ length: appenders }, appender));
  };
  await all();
  const { seconds } = await timed(all);
  await closeRows();
  return { seconds, latencies };
}

/** As a run's commit writes them: a row's cells before and after. */
const entryOf = (at: number): Entry => ({
  actor: { type: "system", ref: "bench" },
  action: "row.written",
  outcome: "ok",
  target: { type: "row", ref: `row_${at}` },
  source: null,
  destination: "sid_bench",
  runId: null,
  payload: {
    op: "update",
    key: `["M${at}"]`,
    before: { visits: "1", name: "Chiara Çelik" },
    after: { visits: "2", name: "Chiara Çelik (B)" },
    reason: null,
  },
});
