import { isIP } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { Client, type ClientConfig, type CustomTypesConfig, Query } from "pg";
import { AppError } from "@/lib/errors";
import type { OpenSocket, OutStream } from "../connector";
import { containedConnection } from "./contained-connection";
import { databaseError, sqlState } from "./database-error";
import { type DatabaseTarget, isLoopback } from "./parse-connection-string";

/** Every value as the server prints it; null stays null. */
export type Row = readonly (string | null)[];

const STATEMENT_MS = 30_000;

export interface Patience {
  /** Milliseconds from the socket to "ready for query"; long enough for a sleeping Neon to wake. */
  readonly connectMs: number;
  /** Milliseconds for one answer. Past the server's own limit: a hostile server ignores `statement_timeout`. */
  readonly answerMs: number;
}

const PATIENCE: Patience = { connectMs: 9_000, answerMs: 45_000 };
/** A connection that has carried this much is replaced, well before its stream's byte budget ends it. */
const ROTATE_BYTES = 16 * 1024 * 1024;
const MAX_ROWS = 20_000;

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
    const run = this.tail.then(() => this.transact(beginOf(mode, statementMs), work));
    this.tail = run.catch(() => {});
    return run;
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

  private async transact<T>(begin: string, work: (session: Session) => Promise<T>): Promise<Transaction<T>> {
    let session: Session | null = null;
    try {
      const link = await this.linked();
      session = new Session(link);
      await session.query(begin);
      const value = await work(session);
      const certain = await committed(session);
      if (!certain || link.bytesRead > ROTATE_BYTES) await this.drop();
      return { value, certain, requests: session.requests };
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

/** The driver with a start-up message that holds exactly what we say, whatever the environment says. */
class PlainClient extends Client {
  constructor(
    config: ClientConfig,
    private readonly startup: Readonly<Record<string, string>>,
  ) {
    super(config);
  }

  /** Called by the driver; its own version adds PGOPTIONS, PGAPPNAME and PGREPLICATION. */
  getStartupConf(): Readonly<Record<string, string>> {
    return this.startup;
  }
}

const asText: CustomTypesConfig = {
  getTypeParser: (() => (value: string) => value) as CustomTypesConfig["getTypeParser"],
};

/** One connection. */
class Link {
  private ended = false;

  private constructor(
    private readonly client: PlainClient,
    private readonly stream: OutStream,
    readonly encrypted: boolean,
    private readonly answerMs: number,
  ) {
    // Without a listener an error between two statements would end the process.
    client.on("error", () => {
      this.ended = true;
    });
    client.on("end", () => {
      this.ended = true;
    });
  }

  static async open(target: DatabaseTarget, openSocket: OpenSocket, patience: Patience): Promise<Link> {
    const stream = await openSocket({ host: target.host, port: target.port });
    const plain = mayBePlain(target, stream);
    const ssl = plain ? false : tlsOptions(target.host);
    const connection = containedConnection(stream, ssl);
    const config = {
      ...clientConfig(target, plain),
      connection,
      connectionTimeoutMillis: patience.connectMs,
    };
    const client = new PlainClient(config, {
      user: target.user,
      database: target.database,
      application_name: "chittysync",
      client_encoding: "UTF8",
    });
    const link = new Link(client, stream, !plain, patience.answerMs);
    try {
      await client.connect();
      return link;
    } catch (error) {
      stream.destroy();
      // What ended the stream says more than the driver's "terminated unexpectedly".
      throw stream.errored instanceof AppError ? stream.errored : error;
    }
  }

  get alive(): boolean {
    return !this.ended && !this.stream.destroyed;
  }

  get bytesRead(): number {
    return this.stream.bytesRead ?? 0;
  }

  run(text: string, values: readonly (string | null)[], onRow: (row: Row) => void): Promise<void> {
    if (values.length > 65_535)
      throw new AppError("internal", "A statement has more parameters than it can.");
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => {
        clearTimeout(timer);
        reject(this.stream.errored instanceof AppError ? this.stream.errored : error);
      };
      const timer = setTimeout(() => this.stream.destroy(tooSlow()), this.answerMs);
      const config = { text, values: [...values], rowMode: "array" as const, types: asText };
      const query = new Query(config);
      let rows = 0;
      query.on("row", (row: unknown) => {
        rows += 1;
        if (rows > MAX_ROWS) this.stream.destroy(tooMany());
        else onRow(row as Row);
      });
      query.on("error", fail);
      query.on("end", () => {
        clearTimeout(timer);
        resolve();
      });
      this.client.query(query);
    });
  }

  async close(): Promise<void> {
    this.ended = true;
    const timer = setTimeout(() => this.stream.destroy(), 1_000);
    await this.client.end().catch(() => {});
    clearTimeout(timer);
    this.stream.destroy();
  }
}

/**
 * TLS with a verified name is the rule. It may be left out on this machine, and, if the customer says
 * `sslmode=disable`, on a network that the operator listed in EGRESS_ALLOW.
 */
function mayBePlain(target: DatabaseTarget, stream: OutStream): boolean {
  const local = isLoopback(stream.remoteAddress ?? "");
  if (target.tls === null) return local;
  if (target.tls === "verify-full") return false;
  if (local || stream.internal === true) return true;
  stream.destroy();
  throw new AppError("invalid-input", "A connection over a public network needs TLS.", {
    remedy: "Remove sslmode=disable.",
  });
}

/**
 * Every option explicit and none empty: where one is missing or falsy the driver takes it from PG* variables
 * or ~/.pgpass, which are ours and would go to the customer's server. The password is a function for that
 * reason.
 */
function clientConfig(target: DatabaseTarget, plain: boolean): ClientConfig {
  return {
    host: target.host,
    port: target.port,
    database: target.database,
    user: target.user,
    password: () => target.password,
    ssl: plain ? false : tlsOptions(target.host),
    sslnegotiation: "postgres",
    enableChannelBinding: target.channelBinding && !plain,
    application_name: "chittysync",
    client_encoding: "UTF8",
    keepAlive: false,
  };
}

const tlsOptions = (host: string): ConnectionOptions => ({
  rejectUnauthorized: true,
  minVersion: "TLSv1.2",
  ...(isIP(host) === 0 ? { servername: host } : {}),
});

const tooSlow = (): AppError => new AppError("upstream-unavailable", "The database took too long to answer.");

const tooMany = (): AppError =>
  new AppError("upstream-unavailable", "The database sent more rows than were asked for.");
