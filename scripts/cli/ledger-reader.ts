import pg from "pg";
import { LogCheck, type LogFault, type StoredEntry } from "@/lib/ledger/log-check";
import { PlainError } from "../plain-error.mjs";

/** Entries per query: a page is a few MB at most. */
const PAGE = 2_000;

const PATIENCE_MS = 10_000;

export interface CheckedLog {
  /** The log's own id; null when the organization has none. */
  readonly log: string | null;
  readonly size: number;
  readonly root: string;
  readonly fault: LogFault | null;
}

/** Reads the audit logs of a database, page by page, each in one snapshot. */
export class LedgerReader {
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.#pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: PATIENCE_MS });
    this.#pool.on("error", () => {});
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  /** The uuids of all organizations, those that were removed too: their logs stay. Throws PlainError for a role that row-level security keeps from seeing them. */
  organizations(): Promise<string[]> {
    return this.#reading(async (client) => {
      const { rows: rights } = await client.query<{ sees: boolean }>(
        `select rolsuper or rolbypassrls or pg_has_role('chittysync_resolver', 'usage') as sees
           from pg_roles where rolname = current_user`,
      );
      if (!rights[0]?.sees)
        throw new PlainError(
          "this role of the database cannot list the organizations: set DATABASE_MIGRATE_URL to the owner, or name them with --org.",
        );
      const { rows } = await client.query<{ id: string }>(
        `select id from organization
         union select organization_id from deletion_certificate where purged_at is not null order by id`,
      );
      return rows.map(({ id }) => id);
    });
  }

  /** Checks one organization's whole log up to its first fault. */
  check(organization: string): Promise<CheckedLog> {
    return this.#reading(async (client) => {
      await client.query("select set_config('app.org', $1, true)", [organization]);
      const { rows } = await client.query<{ id: string; size: string }>(
        "select id, size from ledger.log where organization_id = $1",
        [organization],
      );
      const [head] = rows;
      if (!head) return withoutLog(client, organization);
      const check = new LogCheck(head.id);
      const fault = (await takeAll(client, organization, check)) ?? check.finish(Number(head.size));
      return { log: head.id, size: check.size, root: check.root, fault };
    });
  }

  async #reading<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw unreadable(error);
    });
    let broken = true;
    try {
      await client.query("begin transaction isolation level repeatable read read only");
      const result = await work(client);
      await client.query("commit");
      broken = false;
      return result;
    } catch (error) {
      throw error instanceof PlainError ? error : unreadable(error);
    } finally {
      client.release(broken);
    }
  }
}

/** Making an organization is the first entry of its log: one without a log has lost it. */
async function withoutLog(client: pg.PoolClient, organization: string): Promise<CheckedLog> {
  const { rowCount } = await client.query("select from organization where id = $1", [organization]);
  if (rowCount === 0) throw new PlainError("there is no such organization in this database.");
  return { log: null, size: 0, root: "", fault: { seq: 0, what: "is missing: there is no log" } };
}

async function takeAll(
  client: pg.PoolClient,
  organization: string,
  check: LogCheck,
): Promise<LogFault | null> {
  // Below every seq, also one that should not be there.
  let after = "-9223372036854775808";
  for (;;) {
    const { rows } = await client.query<StoredRow>(ENTRIES, [organization, after, PAGE]);
    for (const row of rows) {
      const fault = check.take({ ...row, seq: Number(row.seq) });
      if (fault) return fault;
      after = row.seq;
    }
    if (rows.length < PAGE) return null;
  }
}

type StoredRow = Omit<StoredEntry, "seq"> & { readonly seq: string };

const ENTRIES = `
  select seq, leaf, leaf_hash as "leafHash", payload, salt, action, target_type as "targetType",
         target_ref as "targetRef", run_id as "runId",
         to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as "recordedAt"
    from ledger.entry where organization_id = $1 and seq > $2 order by seq limit $3`;

/** What the database said, without its address or password. */
function unreadable(error: unknown): PlainError {
  const { code, message } = error as { code?: string; message?: string };
  return new PlainError(
    `the ledger cannot be read: ${[code, message].filter(Boolean).join(" ") || "no answer"}`,
  );
}
