import { createHash, randomBytes } from "node:crypto";

/** A random text that opens something, 256 bits of it. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** What is stored of it. */
export const tokenHash = (token: string): string => createHash("sha256").update(token).digest("hex");
