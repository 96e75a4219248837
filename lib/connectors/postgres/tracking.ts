import type { ChangedPage } from "../changes";
import { positionOf, positionQuery, type TableFacts, tableFacts } from "./changelog-state";
import type { DatabaseClient, Session, Transaction } from "./client";
import type { TableConfig } from "./config";
import { wasRefused } from "./database-error";
import { MAX_SCANNED_ROWS } from "./fingerprint";
import { basisOf, logMarkText } from "./mark";
import type { Pace } from "./pace";
import type { Table } from "./table";

/** The first version with 64-bit transaction ids and `trim_scale`. */
const LEAST_VERSION = 130_000;

/** A side's table, as the two ways of telling changes use it. */
export interface OpenTable {
  readonly client: DatabaseClient;
  readonly config: TableConfig;
  /** The table as the catalogue tells it now; throws where its key is not unique. */
  table(session: Session): Promise<Table>;
  paced<T>(work: (pace: Pace) => Promise<Transaction<T>>): Promise<Transaction<T>>;
}

/** How changes of a table can be told from now on. */
export type Tracking = { readonly requests: number } & (
  | { readonly kind: "log"; readonly mark: string }
  | { readonly kind: "scan" }
  | { readonly kind: "none"; readonly reason: string }
);

/** A place whose changes cannot be told is no error: whatever the server refuses here, a read tells everything. */
export async function trackingOf(open: OpenTable): Promise<Tracking> {
  const { facts, requests } = await factsOf(open);
  if (facts === null) return { kind: "none", reason: "The table's state cannot be read.", requests };
  const log = facts.witness === null ? { mark: null, requests: 0 } : await logMarkNow(open, facts.witness);
  const asked = requests + log.requests;
  if (log.mark !== null) return { kind: "log", mark: log.mark, requests: asked };
  const reason = whyNotScanned(facts);
  return reason === null ? { kind: "scan", requests: asked } : { kind: "none", reason, requests: asked };
}

function whyNotScanned({ version, rows, encoding }: TableFacts): string | null {
  if (version < LEAST_VERSION) return "The server is older than PostgreSQL 13.";
  if (encoding === "SQL_ASCII") return "The database does not say how its texts are encoded.";
  return rows > MAX_SCANNED_ROWS ? "The table is too large to be compared without a change log." : null;
}

async function factsOf({ client, config }: OpenTable) {
  try {
    return await tableFacts(client, config);
  } catch (error) {
    if (!wasRefused(error)) throw error;
    return { facts: null, requests: 1 };
  }
}

async function logMarkNow({ client, config }: OpenTable, usable: string) {
  try {
    const { value, requests } = await client.glance(positionQuery(config.table));
    const position = positionOf(value, usable);
    return { mark: position && logMarkText({ of: basisOf(config), ...position }), requests };
  } catch (error) {
    if (!wasRefused(error)) throw error;
    return { mark: null, requests: 1 };
  }
}

export const lost = (reason: string, requests: number): ChangedPage => ({
  records: [],
  gone: [],
  next: null,
  end: { kind: "lost", reason },
  requests,
});
