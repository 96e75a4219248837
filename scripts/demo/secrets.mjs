import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

const KINDS = {
  "app-secret": () => randomBytes(32).toString("base64url"),
  "vault-key": () => randomBytes(32).toString("base64"),
  "inngest-signing-key": () => `signkey-prod-${randomBytes(32).toString("hex")}`,
  "inngest-event-key": () => randomBytes(24).toString("base64url"),
};

/** The installation's secrets, made once: each a file in `directory` that only we can read. */
export function ensureSecrets(directory) {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const read = (name) => readFileSync(path.join(directory, name), "utf8");
  for (const [name, make] of Object.entries(KINDS)) {
    const file = path.join(directory, name);
    if (existsSync(file)) continue;
    // A half-written key would seal what a whole one cannot open.
    writeFileSync(`${file}.half`, make(), { mode: 0o600 });
    renameSync(`${file}.half`, file);
  }
  return {
    appSecret: read("app-secret"),
    vaultKeyFile: path.join(directory, "vault-key"),
    inngestSigningKey: read("inngest-signing-key"),
    inngestEventKey: read("inngest-event-key"),
  };
}
