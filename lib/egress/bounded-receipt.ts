import type { ClientRequest } from "node:http";
import { AppError } from "@/lib/errors";

const LOOK_MS = 50;

/**
 * Calls `end` when a request's connection has received more than `most` bytes for it. A body's bytes are not all: of
 * heads, blank lines, chunk sizes and their extensions the parser takes any number, and most of them reach nobody who
 * counts.
 */
export function boundReceipt(request: ClientRequest, most: number, end: (reason: AppError) => void): void {
  request.once("socket", (socket) => {
    const before = socket.bytesRead;
    const looking = setInterval(() => {
      if (socket.bytesRead - before > most) end(tooMuch());
    }, LOOK_MS);
    request.once("close", () => clearInterval(looking));
  });
}

const tooMuch = (): AppError =>
  new AppError("upstream-unavailable", "The server sent more than one answer may have.");
