import type { FailureReason } from "@/lib/auth/sign-in-ledger";

/** Somebody who wants to go to an organization's identity provider. */
export interface Way {
  /** Public id of the provider, as the address has it. */
  readonly id: string;
  /** Who tries the provider or links an identity from a session of his own; null: somebody signs in. */
  readonly personId: string | null;
  /** A path of ours. */
  readonly returnTo: string;
  /** What the flow's cookie says already. */
  readonly browser: string | undefined;
}

export type Refused = { readonly outcome: "refused"; readonly reason: FailureReason };

export type Begun =
  /** `browser`: for the flow's cookie. */
  { readonly outcome: "on-the-way"; readonly url: string; readonly browser: string } | Refused;
