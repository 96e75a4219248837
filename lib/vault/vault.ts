import { env } from "@/lib/env";
import { readKeyFile } from "./key-file";
import { type SealedFor, seal, unseal } from "./seal";

let kek: Buffer | null = null;

function key(): Buffer {
  kek ??= readKeyFile(env().VAULT_KEY_FILE);
  return kek;
}

/** A connection's credentials by field: texts, numbers or nested JSON, as its kind's form has them. */
export type Credentials = Readonly<Record<string, unknown>>;

/** Seals each credential field of a connection; what comes out may be stored. */
export async function sealCredentials(
  bound: Omit<SealedFor, "field">,
  credentials: Credentials,
): Promise<{ field: string; sealed: string }[]> {
  return Object.entries(credentials).map(([field, value]) => ({
    field,
    sealed: seal(key(), JSON.stringify(value), { ...bound, field }),
  }));
}

/** Opens a connection's stored fields, for the moment of use only. */
export async function openCredentials(
  bound: Omit<SealedFor, "field">,
  stored: readonly { readonly field: string; readonly sealed: string }[],
): Promise<Credentials> {
  return Object.fromEntries(
    stored.map(({ field, sealed }) => [
      field,
      JSON.parse(unseal(key(), sealed, { ...bound, field })) as unknown,
    ]),
  );
}
