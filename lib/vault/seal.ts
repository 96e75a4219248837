import { randomBytes } from "node:crypto";
import { decrypt, encrypt } from "./aes-gcm";
import { unopenable } from "./key-fault";
import type { KeyContext, KeyProvider } from "./key-provider";

/** What a sealed value is bound to: moved to another organization, connection or field it does not open. */
export interface SealedFor {
  readonly organizationId: string;
  /** The connection, or whatever else of the organization the value belongs to. */
  readonly connectionId: string;
  readonly field: string;
}

/** Gives the key of this id, or throws what says why it cannot be had. */
export type FindKey = (keyId: string) => Promise<KeyProvider>;

const KEY_BYTES = 32;

/**
 * Envelope encryption, AES-256-GCM: a fresh data key per value seals the text, the vault's key wraps the data key.
 * Form: `v2.<keyId>.<wrapped data key>.<sealed text>`, the last two in base64url. The text is not bound to the vault's
 * key, so that another key can wrap its data key; in the older form v1 it is.
 */
export async function seal(key: KeyProvider, text: string, bound: SealedFor): Promise<string> {
  const dataKey = randomBytes(KEY_BYTES);
  const wrapped = await key.wrap(dataKey, contextOf("v2", bound));
  const sealed = encrypt(dataKey, Buffer.from(text, "utf8"), textContext({ version: "v2" }, bound));
  return written({ keyId: key.keyId, wrapped, text: sealed });
}

/** Opens what `seal` made for the same binding. Throws AppError `internal` for anything else, and what the key throws. */
export async function unseal(find: FindKey, sealed: string, bound: SealedFor): Promise<string> {
  const parts = partsOf(sealed);
  const key = await find(parts.keyId);
  const dataKey = await key.unwrap(parts.wrapped, contextOf(parts.version, bound));
  try {
    return decrypt(dataKey, parts.text, textContext(parts, bound)).toString("utf8");
  } catch {
    throw unopenable("it was changed, or belongs to another organization, connection or field");
  }
}

/** The same value with its data key wrapped by `to`; the text stays sealed, unless it is in the older form. */
export async function rewrap(
  find: FindKey,
  to: KeyProvider,
  sealed: string,
  bound: SealedFor,
): Promise<string> {
  const parts = partsOf(sealed);
  if (parts.version === "v1") return seal(to, await unseal(find, sealed, bound), bound);
  const key = await find(parts.keyId);
  const dataKey = await key.unwrap(parts.wrapped, contextOf("v2", bound));
  return written({ ...parts, keyId: to.keyId, wrapped: await to.wrap(dataKey, contextOf("v2", bound)) });
}

interface Parts {
  readonly version: "v1" | "v2";
  readonly keyId: string;
  readonly wrapped: Buffer;
  readonly text: Buffer;
}

function partsOf(sealed: string): Parts {
  const [version, keyId, wrapped, text, ...rest] = sealed.split(".");
  if ((version !== "v1" && version !== "v2") || !keyId || !wrapped || !text || rest.length > 0)
    throw unopenable("it is not in a form we know");
  return { version, keyId, wrapped: Buffer.from(wrapped, "base64url"), text: Buffer.from(text, "base64url") };
}

const written = ({ keyId, wrapped, text }: Omit<Parts, "version">): string =>
  ["v2", keyId, wrapped.toString("base64url"), text.toString("base64url")].join(".");

const contextOf = (
  version: Parts["version"],
  { organizationId, connectionId, field }: SealedFor,
): KeyContext =>
  version === "v1" ? { organizationId, connectionId, field } : { organizationId, connectionId };

function textContext(
  { version, keyId }: { readonly version: Parts["version"]; readonly keyId?: string },
  { organizationId, connectionId, field }: SealedFor,
): Buffer {
  const key = version === "v1" ? [keyId] : [];
  return Buffer.from(
    JSON.stringify(["chittysync", version, "text", ...key, organizationId, connectionId, field]),
  );
}
