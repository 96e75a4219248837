import { createHash, randomBytes } from "node:crypto";
import { findKeyHolder } from "@/lib/db/resolve";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import type { Caller, Role, Scope } from "./policy";

const FORM = /^chs_live_[A-Za-z0-9_-]{43}$/;

/** A new key: the text, shown once, and what is stored of it. */
export function makeApiKey(): { text: string; hash: string; hint: string } {
  const text = `chs_live_${randomBytes(32).toString("base64url")}`;
  return { text, hash: hashOf(text), hint: text.slice(-4) };
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Who speaks with this `Authorization` header. Throws AppError `unauthenticated`, the same for every cause. */
export async function callerOfKey(authorization: string | null): Promise<Caller> {
  const text = authorization?.startsWith("Bearer ") ? authorization.slice("Bearer ".length).trim() : "";
  const holder = FORM.test(text) ? await findKeyHolder(hashOf(text)) : null;
  if (!holder) {
    throw new AppError("unauthenticated", "This call needs a valid API key.", {
      remedy: "Send it as Authorization: Bearer chs_live_...; keys are made under Settings.",
    });
  }
  return {
    organizationId: holder.organizationId,
    actor: { type: "api-key", ref: publicId("key", holder.id) },
    role: holder.role as Role | null,
    scopes: new Set(holder.scopes as Scope[]),
    requestId: newUuid(),
  };
}
