import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { AppError } from "@/lib/errors";

export interface StreamLimits {
  /** Bytes that may be received on this connection, all in all. */
  readonly byteBudget: number;
  /** Milliseconds without a byte in either direction. */
  readonly idleMs: number;
}

/**
 * A connected socket that counts what it receives and destroys itself beyond its budget or when idle.
 * TLS runs on top of it, so the budget holds whatever the other end speaks.
 */
export class GuardedStream extends Duplex {
  /** Bytes received so far. */
  bytesRead = 0;
  /** The operator's allow-list let the pinned address through. */
  readonly internal: boolean;
  readonly remoteAddress: string;

  constructor(
    private readonly socket: Socket,
    private readonly limits: StreamLimits,
    peer: { readonly address: string; readonly internal: boolean },
  ) {
    super({ allowHalfOpen: false });
    this.remoteAddress = peer.address;
    this.internal = peer.internal;
    socket.setNoDelay(true);
    socket.setTimeout(limits.idleMs, () => this.destroy(silent()));
    socket.on("data", (chunk: Buffer) => this.receive(chunk));
    socket.on("end", () => this.push(null));
    socket.on("error", (error) => this.destroy(error));
    socket.on("close", () => this.destroy());
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.socket.write(chunk, encoding, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }

  private receive(chunk: Buffer): void {
    this.bytesRead += chunk.length;
    if (this.bytesRead > this.limits.byteBudget) this.destroy(overBudget());
    else if (!this.push(chunk)) this.socket.pause();
  }
}

const silent = (): AppError =>
  new AppError("upstream-unavailable", "The server stopped answering.", {
    remedy: "It is tried again; if this stays, check the server.",
  });

const overBudget = (): AppError =>
  new AppError("upstream-unavailable", "The server sent more than one step may receive.", {
    remedy: "Map fewer or smaller fields.",
  });
