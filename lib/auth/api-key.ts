import "server-only";
import { noteApiKeyUse } from "@/lib/db/api-keys";
import { findKeyHolder, type KeyHolder } from "@/lib/db/resolve";
import { addressRanges } from "@/lib/egress/address-range";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { log } from "@/lib/log";
import { isKeyText, newKeyText } from "./api-key-form";
import type { Caller, Scope } from "./policy";
import type { Role } from "./role";
import { tokenHash } from "./token";

/** A new key: the text, shown once, and what is stored of it. */
export function makeApiKey(): { text: string; hash: string; hint: string } {
  const text = newKeyText();
  return { text, hash: tokenHash(text), hint: text.slice(-4) };
}

/**
 * Who speaks with this `Authorization` header, from this address (null: not known, as for our own programs). Throws
 * AppError `unauthenticated`, the same for every cause: no key, a mistyped one (which is not looked up), an unknown,
 * expired or revoked one, one whose person has left, one that may not be used from here. The key of an organization
 * that is being deleted is `not-found`: it opens nothing, and whoever holds it may know why.
 */
export async function callerOfKey(
  authorization: string | null,
  address: string | null = null,
  now = new Date(),
): Promise<Caller> {
  const [, text = ""] = /^bearer +(.*)$/i.exec(authorization?.trim() ?? "") ?? [];
  const holder = isKeyText(text) ? await findKeyHolder(tokenHash(text)) : null;
  if (!holder || !mayComeFrom(holder, address)) {
    throw new AppError("unauthenticated", "This call needs a valid API key.", {
      remedy:
        "Send it in the header Authorization, by the scheme Bearer, from an address that it may be used from; keys are made under Settings.",
    });
  }
  if (holder.isClosing)
    throw new AppError("not-found", "This organization is being deleted: its API is closed.", {
      remedy: "An owner can keep it, under Settings; its keys work again then.",
    });
  void noteUse(holder, now);
  return {
    organizationId: holder.organizationId,
    actor: { type: "api-key", ref: publicId("key", holder.id) },
    role: holder.role as Role | null,
    scopes: new Set(holder.scopes as Scope[]),
    requestId: newUuid(),
  };
}

const mayComeFrom = ({ addresses }: KeyHolder, address: string | null): boolean =>
  addresses.length === 0 || (address !== null && addressRanges(addresses)?.has(address) === true);

const NOTED_EVERY_MS = 60_000;

/** Keys whose use this process is just noting. */
const noting = new Set<string>();

/** Once a minute and beside the call: the call neither waits for it nor fails with it. */
async function noteUse({ organizationId, id, lastUsedAt }: KeyHolder, at: Date): Promise<void> {
  const unlessAfter = new Date(at.getTime() - NOTED_EVERY_MS);
  if ((lastUsedAt !== null && lastUsedAt > unlessAfter) || noting.has(id)) return;
  noting.add(id);
  try {
    await noteApiKeyUse(organizationId, id, { at, unlessAfter });
  } catch (error) {
    log("warn", "api-key.use-not-noted", { key: publicId("key", id), error });
  } finally {
    noting.delete(id);
  }
}
