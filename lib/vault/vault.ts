import { env } from "@/lib/env";
import { rememberCredentials } from "@/lib/known-secrets";
import { type Keyring, openKeyring } from "./keyring";
import { type SealedFor, seal, unseal } from "./seal";

let opening: Promise<Keyring> | null = null;

/** Opened once; a key that could not be is tried again by the next who asks. */
function keyring(): Promise<Keyring> {
  opening ??= openKeyring(env()).catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** A connection's credentials by field: texts, numbers or nested JSON, as its kind's form has them. */
export type Credentials = Readonly<Record<string, unknown>>;

/** Seals each credential field of a connection; what comes out may be stored. Not for within a transaction. */
export async function sealCredentials(
  bound: Omit<SealedFor, "field">,
  credentials: Credentials,
): Promise<{ field: string; sealed: string }[]> {
  rememberCredentials(credentials);
  const { current } = await keyring();
  return Promise.all(
    Object.entries(credentials).map(async ([field, value]) => ({
      field,
      sealed: await seal(current, JSON.stringify(value), { ...bound, field }),
    })),
  );
}

/** Opens a connection's stored fields, for the moment of use only. Not for within a transaction. */
export async function openCredentials(
  bound: Omit<SealedFor, "field">,
  stored: readonly { readonly field: string; readonly sealed: string }[],
): Promise<Credentials> {
  const { find } = await keyring();
  const opened = await Promise.all(
    stored.map(async ({ field, sealed }) => {
      const text = await unseal(find, sealed, { ...bound, field });
      const value: unknown = JSON.parse(text);
      rememberCredentials(value, field);
      return [field, value] as const;
    }),
  );
  return Object.fromEntries(opened);
}

/** For tests: forget the keys. */
export function forgetKeys(): void {
  opening = null;
}
