import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { AppError } from "@/lib/errors";

/** What a sealed value is bound to: moved to another organization, connection or field it does not open. */
export interface SealedFor {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly field: string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * Envelope encryption, AES-256-GCM twice: a fresh data key per value seals the text, the vault's key seals the
 * data key. Form: `v1.<kekId>.<wrapped data key>.<sealed text>`, each part base64url of iv | ciphertext | tag.
 */
export function seal(kek: Buffer, text: string, bound: SealedFor): string {
  const dataKey = randomBytes(KEY_BYTES);
  const kekId = keyId(kek);
  const wrapped = encrypt(kek, dataKey, context("key", kekId, bound));
  const sealed = encrypt(dataKey, Buffer.from(text, "utf8"), context("text", kekId, bound));
  return ["v1", kekId, wrapped.toString("base64url"), sealed.toString("base64url")].join(".");
}

/** Opens what `seal` made for the same binding. Throws AppError `internal` for anything else. */
export function unseal(kek: Buffer, sealed: string, bound: SealedFor): string {
  const [version, kekId, wrapped, text, ...rest] = sealed.split(".");
  if (version !== "v1" || !kekId || !wrapped || !text || rest.length > 0)
    throw unopenable("it is not in a form we know");
  if (kekId !== keyId(kek))
    throw unopenable(`it was sealed under key ${kekId}, and the vault holds ${keyId(kek)}`);
  try {
    const dataKey = decrypt(kek, Buffer.from(wrapped, "base64url"), context("key", kekId, bound));
    return decrypt(dataKey, Buffer.from(text, "base64url"), context("text", kekId, bound)).toString("utf8");
  } catch {
    throw unopenable("it was changed, or belongs to another organization, connection or field");
  }
}

/** A short public name of a key, to know which one sealed a value. */
export const keyId = (kek: Buffer): string =>
  createHash("sha256").update("chittysync kek").update(kek).digest("hex").slice(0, 12);

const unopenable = (why: string): AppError =>
  new AppError("internal", `A sealed credential does not open: ${why}.`);

function context(part: string, kekId: string, bound: SealedFor): Buffer {
  return Buffer.from(
    JSON.stringify(["chittysync", "v1", part, kekId, bound.organizationId, bound.connectionId, bound.field]),
  );
}

function encrypt(key: Buffer, plain: Buffer, aad: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES }).setAAD(aad);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

// Without authTagLength Node accepts tags of four bytes.
function decrypt(key: Buffer, sealed: Buffer, aad: Buffer): Buffer {
  if (sealed.length < IV_BYTES + TAG_BYTES) throw new RangeError("too short");
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  }).setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([
    decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)),
    decipher.final(),
  ]);
}
