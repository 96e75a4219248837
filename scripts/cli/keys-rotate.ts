import pg from "pg";
import { type Env, readEnv } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { type KeySettings, openKeyring } from "@/lib/vault/keyring";
import { PlainError } from "../plain-error.mjs";
import { type Command, UsageError } from "./command";
import { LedgerReader } from "./ledger-reader";
import { rotateKeys } from "./rotate-keys";

const PATIENCE_MS = 10_000;

/** Has the vault's current key take over everything that older keys sealed. */
export const keysRotate: Command = {
  name: "keys rotate",
  synopsis: "keys rotate",
  does: [
    "has the vault's key (VAULT_KEY_PROVIDER) take over every value that the keys of VAULT_OLD_KEYS sealed;",
    "the app goes on meanwhile, and what was cut short goes on when called again. First give every process",
    "of the app both keys. DATABASE_MIGRATE_URL says where. Exit code 0: the old keys can go; 1: not yet",
  ].join("\n"),
  async run(args) {
    if (args.length > 0) throw new UsageError("keys rotate takes no options");
    const url = process.env.DATABASE_MIGRATE_URL ?? process.env.DATABASE_URL;
    if (!url) throw new PlainError("set DATABASE_MIGRATE_URL to the database's owner.");
    const keyring = await openKeyring(keySettings()).catch((error: unknown) => {
      throw error instanceof AppError
        ? new PlainError([error.message, error.remedy].join(" ").trim())
        : error;
    });
    const organizations = await everyOrganization(url);
    const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: PATIENCE_MS });
    pool.on("error", () => {});
    try {
      const { moved, stuck } = await rotateKeys(pool, organizations, keyring, (count) =>
        console.error(`${count} values moved`),
      );
      for (const line of stuck) console.log(line);
      console.log(
        `${organizations.length} organizations, ${moved} values moved to key ${keyring.current.keyId}, ${stuck.length} left under another`,
      );
      return stuck.length === 0 ? 0 : 1;
    } finally {
      await pool.end();
    }
  },
};

/** The part of the environment that names the keys; what else an app needs is of no matter here. */
function keySettings(): KeySettings {
  const { usable, problems } = readEnv();
  const about = problems.filter((problem) => /^(VAULT_|GOOGLE_APPLICATION)/.test(problem));
  if (about.length > 0) throw new PlainError(about.join("; "));
  return usable as Env;
}

async function everyOrganization(url: string): Promise<string[]> {
  const reader = new LedgerReader(url);
  try {
    return await reader.organizations();
  } finally {
    await reader.close();
  }
}
