import { createPrivateKey, hkdfSync } from "node:crypto";
import type { Signer } from "./signed-note";

/** What precedes the 32 bytes of a key in its PKCS#8 form, https://www.rfc-editor.org/rfc/rfc8410. */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

/** Part of every key: another text makes other keys. */
const PURPOSE = "chittysync ledger signing key v1";

/** Who signs what an installation says of its ledgers: as long as its secret and its address are the same, the same. */
export function ledgerSigner({
  APP_SECRET,
  APP_URL,
}: {
  readonly APP_SECRET: string;
  readonly APP_URL: string;
}): Signer {
  const seed = Buffer.from(hkdfSync("sha256", APP_SECRET, "", PURPOSE, 32));
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, seed]),
    format: "der",
    type: "pkcs8",
  });
  return { name: `${new URL(APP_URL).host}/audit`, privateKey };
}
