import { env } from "@/lib/env";
import { readKeyFile } from "./key-file";
import { type SealedFor, seal, unseal } from "./seal";

let kek: Buffer | null = null;

function key(): Buffer {
  kek ??= readKeyFile(env().VAULT_KEY_FILE);
  return kek;
}

/** Seals each credential field of a connection; what comes out may be stored. */
export function sealCredentials(
  bound: Omit<SealedFor, "field">,
  credentials: Readonly<Record<string, string>>,
): { field: string; sealed: string }[] {
  return Object.entries(credentials).map(([field, text]) => ({
    field,
    sealed: seal(key(), text, { ...bound, field }),
  }));
}

/** Opens a connection's stored fields, for the moment of use only. */
export function openCredentials(
  bound: Omit<SealedFor, "field">,
  stored: readonly { readonly field: string; readonly sealed: string }[],
): Record<string, string> {
  return Object.fromEntries(
    stored.map(({ field, sealed }) => [field, unseal(key(), sealed, { ...bound, field })]),
  );
}
