import "server-only";
import type { Account } from "@/lib/connectors/account";
import type { Check, Connector, ConnectorKind } from "@/lib/connectors/connector";
import { AppError } from "@/lib/errors";
import { connectWith } from "@/lib/reach/open-connection";
import type { Credentials } from "@/lib/vault/vault";

/** Without these a connection is of no use; what is shared with it can still come. */
const REQUIRED: ReadonlySet<Check["name"]> = new Set(["reachable", "tls", "authorized"]);

export interface Tried {
  readonly checks: readonly Check[];
  /** Null where the system does not tell whose records these are. */
  readonly account: Account | null;
  /** What does not work, though the connection as such does. */
  readonly problem: string | null;
}

/** Credentials that do not open their system; beside why not, everything that was tried. */
export class NotOpened extends AppError {
  constructor(
    { message, remedy, copy }: Check,
    readonly checks: readonly Check[],
  ) {
    const whole = [remedy, copy].filter(Boolean).join(" ");
    super("invalid-input", message, whole === "" ? {} : { remedy: whole });
  }
}

/** Tries credentials before they are kept. Throws NotOpened, an AppError `invalid-input` with the exact remedy. */
export async function tryCredentials(kind: ConnectorKind, credentials: Credentials): Promise<Tried> {
  const connector = connectWith(kind, credentials);
  try {
    const checks = await connector.check();
    const failed = checks.find((check) => check.ok === false && REQUIRED.has(check.name));
    if (failed) throw new NotOpened(failed, checks);
    const problem = checks.find((check) => check.ok === false)?.message ?? null;
    return { checks, account: await accountOf(connector), problem };
  } finally {
    await connector.close();
  }
}

/** A connection that works is not refused because its account's name could not be asked for. */
export async function accountOf(connector: Connector): Promise<Account | null> {
  try {
    return await connector.account();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.kind !== "internal") return null;
    throw thrown;
  }
}
