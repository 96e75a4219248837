import { createHash, randomBytes } from "node:crypto";
import { rememberToken } from "@/lib/known-secrets";

/** A random text that opens something, 256 bits of it. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/**
 * What is stored of it, and of an API key: both are random enough (178 bits and more) that no slow hash is needed, and a
 * look-up by the hash tells nothing by its time.
 */
export function tokenHash(token: string): string {
  // Everything that opens something comes by here, made or presented.
  rememberToken(token);
  return createHash("sha256").update(token).digest("hex");
}
