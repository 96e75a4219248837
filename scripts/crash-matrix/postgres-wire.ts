import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import pg from "pg";
import type { Failure } from "./fault";
import type { Limit } from "./watch-timers";
import type { Wire } from "./worker";

export type Done = (error: Error | null, result?: unknown) => void;

/** A query that is its own object, such as a COPY: the driver tells it by these two that it is over. */
export interface Submittable {
  submit(connection: unknown): void;
  readonly text?: string;
  handleReadyForQuery(...values: unknown[]): void;
  handleError(error: Error, connection: unknown): void;
}

/** What the driver's client has beyond its published types. */
interface Inner {
  readonly connection: EventEmitter & { readonly stream: Duplex };
  readonly database?: string;
}

export const innerOf = (client: pg.Client): Inner => client as unknown as Inner;

const broken = (code: "ECONNRESET" | "ETIMEDOUT"): Error =>
  Object.assign(new Error(`read ${code}`), {
    code,
    errno: code === "ECONNRESET" ? -104 : -110,
    syscall: "read",
  });

const REFUSAL =
  "do $$ begin raise exception 'could not serialize access due to concurrent update' using errcode = '40001'; end $$";

interface Means {
  readonly client: pg.Client;
  readonly ask: (text: unknown, values?: unknown) => Promise<unknown>;
  /** The client's own limit for this answer; null = it has none, and only the system's network gives up. */
  readonly limit: Limit | null;
}

/** Breaks the connection off under the driver, the way that its socket would. */
async function breakOff({ client, limit }: Means, how: Failure): Promise<Error> {
  const { stream } = innerOf(client).connection;
  const error = broken(how === "timeout" ? "ETIMEDOUT" : "ECONNRESET");
  const closed = stream.closed ? null : new Promise((resolve) => stream.once("close", resolve));
  if (how === "timeout" && limit) limit.expire();
  else stream.destroy(error);
  await closed;
  return error;
}

/** What is written to it from now on reaches nobody. */
function swallow(client: pg.Client): void {
  innerOf(client).connection.stream.write = () => true;
}

/** The server's own refusal of a statement, in the transaction that the client is in. */
async function refusal(ask: Means["ask"]): Promise<Error> {
  return ask(REFUSAL).then(
    () => new Error("the server raised no error"),
    (error: Error) => error,
  );
}

/** A statement whose answer is a promise or goes to a callback. */
export class Asking implements Wire {
  private answer: (() => void) | null = null;

  constructor(
    private readonly means: Means,
    private readonly perform: () => Promise<unknown>,
    private readonly settle: Done,
  ) {}

  async send(): Promise<void> {
    await this.perform().then(
      (result) => {
        this.answer = () => this.settle(null, result);
      },
      (error: Error) => {
        this.answer = () => this.settle(error);
      },
    );
  }

  deliver(): void {
    this.answer?.();
  }

  async fail(how: Failure): Promise<void> {
    if (this.answer) return this.settle(await breakOff(this.means, how));
    if (how === "refused") return this.settle(await refusal(this.means.ask));
    swallow(this.means.client);
    const over = this.send();
    await breakOff(this.means, how);
    await over;
    this.deliver();
  }
}

/** A statement that is told of its end itself. What it gets before, rows or the call for its data, it gets at once. */
export class Submitting implements Wire {
  private answer: (() => void) | null = null;
  private readonly tell: Submittable["handleError"];

  constructor(
    private readonly means: Means,
    private readonly query: Submittable,
  ) {
    this.tell = query.handleError.bind(query);
  }

  send(): Promise<void> {
    const { query } = this;
    const ready = query.handleReadyForQuery.bind(query);
    return new Promise((resolve) => {
      query.handleReadyForQuery = (...values) => {
        this.answer = () => ready(...values);
        resolve();
      };
      query.handleError = (error, connection) => {
        this.answer = () => this.tell(error, connection);
        resolve();
      };
      void this.means.ask(query);
    });
  }

  deliver(): void {
    this.answer?.();
  }

  async fail(how: Failure): Promise<void> {
    const { connection } = innerOf(this.means.client);
    if (this.answer) return this.tell(await breakOff(this.means, how), connection);
    if (how === "refused") return this.tell(await refusal(this.means.ask), connection);
    swallow(this.means.client);
    const over = this.send();
    await breakOff(this.means, how);
    await over;
    this.deliver();
  }
}

/** The way from the socket to "ready for query". */
export class Connecting implements Wire {
  private answer: (() => void) | null = null;

  constructor(
    private readonly client: pg.Client,
    private readonly open: () => Promise<unknown>,
    private readonly settle: Done,
  ) {}

  async send(): Promise<void> {
    await this.open().then(
      () => {
        this.answer = () => this.settle(null, this.client);
      },
      (error: Error) => {
        this.answer = () => this.settle(error);
      },
    );
  }

  deliver(): void {
    this.answer?.();
  }

  async fail(how: Failure): Promise<void> {
    if (this.answer) {
      this.client.on("error", () => {});
      innerOf(this.client).connection.stream.destroy();
    }
    this.settle(how === "refused" ? startingUp() : broken(how === "timeout" ? "ETIMEDOUT" : "ECONNRESET"));
  }
}

const startingUp = (): Error =>
  Object.assign(new pg.DatabaseError("the database system is starting up", 0, "error"), {
    severity: "FATAL",
    code: "57P03",
  });
