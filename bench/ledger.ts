import { type BenchDatabase, benchDatabase } from "./database";
import { atLeast, atMost, type Figure, informative, percentile } from "./figure";
import { runPart } from "./part";
import type { LedgerInput, LedgerReport } from "./parts/ledger";

/** As many as the worker's pool has connections. */
const APPENDERS = 8;
const APPENDS = 6_000;
const ENTRIES_OF_A_COMMIT = 500;

export const ledger = { about: "durable appends to the ledger by one organization and by many", run };

async function run({ signal }: { readonly signal: AbortSignal }): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  try {
    const one = await part(database, { organizations: 1, appends: APPENDS, entries: 1 }, signal);
    const many = await part(database, { organizations: 50, appends: APPENDS, entries: 1 }, signal);
    const bulk = { organizations: 1, appends: 40, entries: ENTRIES_OF_A_COMMIT };
    const { seconds } = await part(database, bulk, signal);
    return [
      ...figuresOf("1 organization", one),
      ...figuresOf("50 organizations", many),
      informative(
        `entries in transactions of ${ENTRIES_OF_A_COMMIT}`,
        (40 * ENTRIES_OF_A_COMMIT) / seconds,
        "entries/s",
      ),
    ];
  } finally {
    await database.drop();
  }
}

const part = (
  { environment }: BenchDatabase,
  input: Omit<LedgerInput, "appenders">,
  signal: AbortSignal,
): Promise<LedgerReport> =>
  runPart<LedgerInput, LedgerReport>("ledger", { ...input, appenders: APPENDERS }, { environment, signal });

const figuresOf = (name: string, { seconds, latencies }: LedgerReport): Figure[] => [
  atLeast(`${name}: durable appends`, latencies.length / seconds, [2_000, "/s"]),
  informative(`${name}: append, median`, percentile(latencies, 50), "ms"),
  atMost(`${name}: append, 99th percentile`, percentile(latencies, 99), [25, "ms"]),
];
