import type { Duplex } from "node:stream";
import { type ClientConfig, Connection } from "pg";
import type { OutStream } from "../connector";
import { FrameGuard } from "./frame-guard";
import { streamForPg } from "./stream-for-pg";

export type TlsOptions = Exclude<ClientConfig["ssl"], boolean | undefined>;

/** What the driver's connection has beyond its published types. */
interface Listening {
  attachListeners(stream: Duplex): void;
}

/**
 * The driver's connection over our stream. Its parser runs inside the stream's "data" event and throws on
 * malformed messages; thrown there, an error would end the process. Here it ends the stream instead, as does
 * a message that the parser would never come back from. The hook is where the driver attaches its parser,
 * so the decrypted stream is covered too.
 */
export function containedConnection(stream: OutStream, ssl: false | TlsOptions): Connection {
  const connection = new Connection({ stream: () => streamForPg(stream), ssl, sslnegotiation: "postgres" });
  const listening = connection as Connection & Listening;
  const guard = new FrameGuard();
  const attach = listening.attachListeners.bind(connection);
  listening.attachListeners = (source) => {
    contain(source, guard);
    attach(source);
  };
  // What asks the server something: a statement by itself, and one with parameters.
  const noted =
    <Asked extends unknown[]>(ask: (...asked: Asked) => void) =>
    (...asked: Asked) => {
      guard.asked();
      ask(...asked);
    };
  connection.query = noted(connection.query.bind(connection));
  connection.parse = noted(connection.parse.bind(connection));
  return connection;
}

function contain(stream: Duplex, guard: FrameGuard): void {
  const emit = stream.emit.bind(stream);
  const contained = (event: string, ...values: unknown[]): boolean => {
    if (event !== "data") return emit(event, ...values);
    try {
      const [chunk] = values;
      if (Buffer.isBuffer(chunk) && guard.accepts(chunk)) return emit(event, chunk);
      stream.destroy(new Error("malformed message"));
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error("malformed message"));
    }
    return false;
  };
  stream.emit = contained as Duplex["emit"];
}
