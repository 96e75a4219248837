import { createHash, randomBytes } from "node:crypto";
import { rememberToken } from "@/lib/known-secrets";

/** A random text that opens something, 256 bits of it. */
export function newToken(): string {
  const token = randomBytes(32).toString("base64url");
  rememberToken(token);
  return token;
}

/**
 * What is stored of it, and of an API key: both are random enough (178 bits and more) that no slow hash is needed, and a
 * look-up by the hash tells nothing by its time.
 */
export function tokenHash(token: string): string {
  // What others present, another process may have made.
  rememberToken(token);
  return createHash("sha256").update(token).digest("hex");
}
