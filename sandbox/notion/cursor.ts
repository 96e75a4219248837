import { createHash } from "node:crypto";
import { invalid } from "./failure";
import type { SortKey } from "./sort";

/** Where a list goes on: after the row with these keys. */
export interface Position {
  readonly keys: readonly SortKey[];
  readonly tie: number;
  readonly id: string;
  /** Rows given out so far. */
  readonly given: number;
}

/** What a cursor belongs to; it is worth nothing anywhere else. */
export interface Listing {
  /** The request without cursor and page size. */
  readonly request: unknown;
  readonly epoch: number;
}

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 16);

export const requestDigest = (listing: Listing): string => digest(JSON.stringify(listing));

/** Opaque text for `next_cursor`. */
export function makeCursor(listing: Listing, position: Position): string {
  const body = Buffer.from(JSON.stringify(position)).toString("base64url");
  return `${body}.${digest(requestDigest(listing) + body)}`;
}

/** Reads a cursor made for the same listing; anything else is a 400. */
export function readCursor(listing: Listing, cursor: unknown): Position | null {
  if (cursor === undefined || cursor === null) return null;
  const [body = "", seal] = String(cursor).split(".");
  if (seal !== digest(requestDigest(listing) + body))
    throw invalid(`The start_cursor provided is invalid: ${String(cursor)}`);
  return JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as Position;
}
