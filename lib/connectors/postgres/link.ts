import { Client, type ClientConfig, type CustomTypesConfig, Query } from "pg";
import { AppError } from "@/lib/errors";
import type { OpenSocket, OutStream } from "../connector";
import { requireCurrent } from "./authority";
import type { DatabaseTarget } from "./config";
import { containedConnection, type TlsOptions } from "./contained-connection";
import { isAddress, isLoopback } from "./host";

/** Every value as the server prints it; null stays null. */
export type Row = readonly (string | null)[];

export interface Patience {
  /** Milliseconds from the socket to "ready for query"; long enough for a sleeping Neon to wake. */
  readonly connectMs: number;
  /** Milliseconds for one answer. Past the server's own limit: a hostile server ignores `statement_timeout`. */
  readonly answerMs: number;
}

export const PATIENCE: Patience = { connectMs: 9_000, answerMs: 45_000 };
const MAX_ROWS = 20_000;
/** Characters that one answer may have: what is kept in memory, whatever the stream's own budget is. */
const MAX_ANSWER = 48 * 1024 * 1024;

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

/** One connection. Errors come out as the driver's, or as the AppError that ended the stream. */
export class Link {
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
    if (target.ca !== null) stayOnlyWithCurrent(target.ca, stream);
    const ssl = plain ? false : tlsOptions(target);
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
      // What ended the stream, or TLS within it, says more than the driver's "terminated unexpectedly".
      throw stream.errored instanceof AppError ? stream.errored : (connection.stream.errored ?? error);
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
      let size = 0;
      query.on("row", (row: Row) => {
        rows += 1;
        for (const value of row) size += value?.length ?? 0;
        if (rows > MAX_ROWS || size > MAX_ANSWER) this.stream.destroy(tooMuch());
        else onRow(row);
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
  if (target.ca !== null) return false;
  if (target.tls === null) return local;
  if (target.tls === "verify-full") return false;
  if (local || stream.internal === true) return true;
  stream.destroy();
  throw new AppError("invalid-input", "A connection over a public network needs TLS.", {
    remedy: "Remove sslmode=disable.",
  });
}

/** An authority that has expired is named before the handshake, whose failure would only say that something has. */
function stayOnlyWithCurrent(ca: string, stream: OutStream): void {
  try {
    requireCurrent(ca, new Date());
  } catch (error) {
    stream.destroy();
    throw error;
  }
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
    ssl: plain ? false : tlsOptions(target),
    sslnegotiation: "postgres",
    enableChannelBinding: target.channelBinding && !plain,
    application_name: "chittysync",
    client_encoding: "UTF8",
    keepAlive: false,
  };
}

/** The driver adds the host, whose name or address the certificate must bear whoever signed it. */
const tlsOptions = ({ host, ca }: DatabaseTarget): TlsOptions => ({
  rejectUnauthorized: true,
  minVersion: "TLSv1.2",
  ...(ca !== null && { ca }),
  ...(isAddress(host) ? {} : { servername: host }),
});

const tooSlow = (): AppError => new AppError("upstream-unavailable", "The database took too long to answer.");

const tooMuch = (): AppError =>
  new AppError("upstream-unavailable", "The database sent more than was asked for.");
