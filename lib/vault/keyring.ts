import { AppError } from "@/lib/errors";
import { DataKeyCache } from "./data-key-cache";
import { unopenable } from "./key-fault";
import { readKeyFile } from "./key-file";
import type { KeyProvider } from "./key-provider";
import { localKey } from "./local-key";

/** The part of the environment that says which keys the vault has. */
export interface KeySettings {
  readonly VAULT_KEY_PROVIDER: "file" | "aws-kms" | "gcp-kms";
  readonly VAULT_KEY_FILE?: string | undefined;
  readonly VAULT_AWS_KMS_KEY?: string | undefined;
  readonly VAULT_AWS_KMS_ENDPOINT?: string | undefined;
  readonly VAULT_GCP_KMS_KEY?: string | undefined;
  readonly VAULT_GCP_KMS_ENDPOINT?: string | undefined;
  readonly GOOGLE_APPLICATION_CREDENTIALS?: string | undefined;
  readonly VAULT_OLD_KEYS: readonly string[];
}

/** The key that seals, and all that open. */
export interface Keyring {
  readonly current: KeyProvider;
  /** Throws AppError `internal` for a key that is not there. */
  find(keyId: string): Promise<KeyProvider>;
}

/** Opens the keys of the environment. Throws AppError `internal` that names what is wrong with one. */
export async function openKeyring(settings: KeySettings): Promise<Keyring> {
  const names = [currentName(settings), ...settings.VAULT_OLD_KEYS];
  const [current, ...old] = await Promise.all(names.map(async (name) => kept(await keyOf(name, settings))));
  if (!current) throw new AppError("internal", "The vault has no key.");
  const keys = new Map([current, ...old].map((key) => [key.keyId, key]));
  return {
    current,
    find: async (keyId) => {
      const key = keys.get(keyId);
      if (!key)
        throw unopenable(
          `it was sealed under key ${keyId}, and the vault holds ${[...keys.keys()].join(", ")}`,
        );
      return key;
    },
  };
}

/** Which variable names the key that seals, for each provider. */
const NAMED_BY = {
  file: "VAULT_KEY_FILE",
  "aws-kms": "VAULT_AWS_KMS_KEY",
  "gcp-kms": "VAULT_GCP_KMS_KEY",
} as const;

function currentName(settings: KeySettings): string {
  const variable = NAMED_BY[settings.VAULT_KEY_PROVIDER];
  const name = settings[variable];
  if (!name) throw new AppError("internal", `${variable} is missing, which names the vault's key.`);
  return name;
}

/** By its form a name is AWS's, Google's, or a file's. A service's client is loaded only where it is asked for. */
async function keyOf(name: string, settings: KeySettings): Promise<KeyProvider> {
  if (name.startsWith("arn:")) {
    const { awsKey } = await import("./aws-key");
    return awsKey(name, { endpoint: settings.VAULT_AWS_KMS_ENDPOINT });
  }
  if (name.startsWith("projects/")) {
    const { gcpKey } = await import("./gcp-key");
    const credentialsFile = settings.GOOGLE_APPLICATION_CREDENTIALS ?? "GOOGLE_APPLICATION_CREDENTIALS";
    return gcpKey(name, { credentialsFile, endpoint: settings.VAULT_GCP_KMS_ENDPOINT });
  }
  return localKey(readKeyFile(name));
}

/** The same key with the data keys that it unwrapped kept for a moment. */
function kept(key: KeyProvider): KeyProvider {
  if (!key.isRemote) return key;
  const cache = new DataKeyCache();
  return {
    keyId: key.keyId,
    isRemote: true,
    wrap: (dataKey, context) => key.wrap(dataKey, context),
    unwrap: (wrapped, context) => cache.open(wrapped, context, (bytes, within) => key.unwrap(bytes, within)),
  };
}
