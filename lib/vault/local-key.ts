import { createHash } from "node:crypto";
import { decrypt, encrypt } from "./aes-gcm";
import { KeyServiceError, keyFailure } from "./key-fault";
import type { KeyContext, KeyProvider } from "./key-provider";

/** The key of a file beside the server: wraps in this process. */
export function localKey(key: Buffer): KeyProvider {
  const keyId = createHash("sha256").update("chittysync kek").update(key).digest("hex").slice(0, 12);
  // Stored keys were wrapped with this very text.
  const bound = (context: KeyContext) =>
    Buffer.from(JSON.stringify(["chittysync", "v1", "key", keyId, ...Object.values(context)]));
  return {
    keyId,
    isRemote: false,
    wrap: async (dataKey, context) => encrypt(key, dataKey, bound(context)),
    unwrap: async (wrapped, context) => {
      try {
        return decrypt(key, wrapped, bound(context));
      } catch {
        throw keyFailure(new KeyServiceError("mismatch", "a tag that does not fit"));
      }
    },
  };
}
