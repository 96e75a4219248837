import type { OpenSocket } from "../connector";
import type { DatabaseTarget } from "./config";
import { databaseError, sqlState } from "./database-error";
import { Link, PATIENCE, type Patience, type Row } from "./link";

const STATEMENT_MS = 30_000;

/** A connection that has carried this much is replaced, well before its stream's byte budget ends it. */
const ROTATE_BYTES = 16 * 1024 * 1024;

/** One transaction in progress. */
export class Session {
  requests = 0;
  /** Characters in the values of the last answer, and of all. */
  lastSize = 0;
  received = 0;

  constructor(private readonly link: Link) {}

  /** Runs one statement. The driver's errors come out as they are; `transaction` turns them into AppErrors. */
  async query(text: string, values: readonly (string | null)[] = []): Promise<readonly Row[]> {
    this.requests += 1;
    const rows: Row[] = [];
    this.lastSize = 0;
    await this.link.run(text, values, (row) => {
      rows.push(row);
      for (const value of row) this.lastSize += value?.length ?? 0;
    });
    this.received += this.lastSize;
    return rows;
  }
}

export interface Transaction<T> {
  readonly value: T;
  /** False: the connection broke off while committing, so nobody can say. */
  readonly certain: boolean;
  readonly requests: number;
}

type Work<T> = (session: Session) => Promise<Omit<Transaction<T>, "requests">>;

/** One customer's database over one connection at a time, made when needed and replaced when it breaks. */
export class DatabaseClient {
  private link: Link | null = null;
  /** Bytes that the last connection to be given up had received: many, if its budget ended it. */
  private carried = 0;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly target: DatabaseTarget,
    private readonly openSocket: OpenSocket,
    private readonly patience: Patience = PATIENCE,
  ) {}

  /** Whether TLS protects the connection in use. */
  get encrypted(): boolean {
    return this.link?.encrypted ?? false;
  }

  /**
   * Runs `work` in one transaction, after those before it: `read` sees one snapshot and cannot write. Throws
   * AppError; then nothing was written.
   */
  transaction<T>(
    mode: "read" | "write",
    work: (session: Session) => Promise<T>,
    statementMs: number = STATEMENT_MS,
  ): Promise<Transaction<T>> {
    return this.inTurn(async (session) => {
      await session.query(beginOf(mode, statementMs));
      const value = await work(session);
      return { value, certain: await committed(session) };
    });
  }

  /**
   * One question in a read-only transaction of its own, which begins, asks and ends in a single message. `text` is
   * one statement without parameters. Throws AppError.
   */
  glance(text: string): Promise<Transaction<readonly Row[]>> {
    const message = [beginOf("read", STATEMENT_MS), text, "commit"].join(";");
    return this.inTurn(async (session) => ({ value: await session.query(message), certain: true }));
  }

  /** Whether the connection given up last may have ended for what it received. */
  get overfed(): boolean {
    return this.carried > 2 * ROTATE_BYTES;
  }

  async close(): Promise<void> {
    await this.tail;
    await this.link?.close();
    this.link = null;
  }

  private inTurn<T>(work: Work<T>): Promise<Transaction<T>> {
    const run = this.tail.then(() => this.attempt(work));
    this.tail = run.catch(() => {});
    return run;
  }

  private async attempt<T>(work: Work<T>): Promise<Transaction<T>> {
    let session: Session | null = null;
    this.carried = 0;
    try {
      const link = await this.linked();
      session = new Session(link);
      const done = await work(session);
      if (!done.certain || link.bytesRead > ROTATE_BYTES) await this.drop();
      return { ...done, requests: session.requests };
    } catch (error) {
      if (session === null || sqlState(error) === null) await this.drop();
      else await session.query("rollback").catch(() => this.drop());
      throw databaseError(error);
    }
  }

  private async linked(): Promise<Link> {
    if (this.link?.alive) return this.link;
    this.link = await Link.open(this.target, this.openSocket, this.patience);
    return this.link;
  }

  private async drop(): Promise<void> {
    const link = this.link;
    this.link = null;
    this.carried = link?.bytesRead ?? 0;
    await link?.close();
  }
}

/** True = committed; false = the answer was lost. A commit that the server refuses throws: nothing stands. */
async function committed(session: Session): Promise<boolean> {
  try {
    await session.query("commit");
    return true;
  } catch (error) {
    const state = sqlState(error);
    // 08xxx and 57Pxx are said while the connection goes down: the commit may have been done before.
    if (state === null || state.startsWith("08") || state.startsWith("57P")) return false;
    throw error;
  }
}

/**
 * Settings are local to the transaction, because a pooler hands the session to others afterwards.
 * `row_security = off` turns rows hidden by a policy into an error: hidden would read as deleted.
 */
function beginOf(mode: "read" | "write", statementMs: number): string {
  const settings: Record<string, string> = {
    statement_timeout: String(Math.max(1, Math.floor(statementMs))),
    lock_timeout: "2000",
    idle_in_transaction_session_timeout: "30000",
    search_path: "",
    row_security: "off",
    timezone: "UTC",
    datestyle: "ISO, YMD",
    intervalstyle: "postgres",
    extra_float_digits: "1",
    bytea_output: "hex",
    xmloption: "content",
    client_min_messages: "error",
  };
  const begin =
    mode === "read"
      ? "begin isolation level repeatable read read only"
      : "begin isolation level read committed";
  const locals = Object.entries(settings).map(([name, value]) => `set local ${name} = '${value}'`);
  const constraints = mode === "write" ? ["set constraints all immediate"] : [];
  return [begin, ...locals, ...constraints].join(";");
}
