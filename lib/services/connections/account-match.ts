import type { Account } from "@/lib/connectors/account";

/**
 * - same: the credentials open the account that the connection has always opened.
 * - other: they open another one, or nobody knows which one it was: a person decides.
 */
export type AccountMatch = "same" | "other";

/** Whether new credentials may take the place of a connection's without asking. */
export function matchAccounts(before: Pick<Account, "id"> | null, after: Account | null): AccountMatch {
  // A system that names no accounts has nothing to compare.
  if (before === null && after === null) return "same";
  return before !== null && after !== null && before.id === after.id ? "same" : "other";
}
