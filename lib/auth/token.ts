import { createHash, randomBytes } from "node:crypto";
import { rememberToken } from "@/lib/known-secrets";
import { isKeyText } from "./api-key-form";

/** A random text that opens something, 256 bits of it. */
export function newToken(): string {
  const token = randomBytes(32).toString("base64url");
  rememberToken(token);
  return token;
}

export const isToken = (text: string | undefined): text is string => /^[\w-]{43}$/.test(text ?? "");

/** A token, what ends in one (a consent's state begins with its organization), or a SAML request's id. */
const DRAWN = /(?:[\w-]{43}|_[0-9a-f]{40})$/;

/**
 * What is stored of it, and of an API key: both are random enough (178 bits and more) that no slow hash is needed, and a
 * look-up by the hash tells nothing by its time.
 */
export function tokenHash(token: string): string {
  // What others present, another process may have made. What has not our form opens nothing, and is not hidden: it may be
  // any word that our own texts have.
  const drawn = isKeyText(token) ? token : DRAWN.exec(token)?.[0];
  if (drawn !== undefined) rememberToken(drawn);
  return createHash("sha256").update(token).digest("hex");
}
