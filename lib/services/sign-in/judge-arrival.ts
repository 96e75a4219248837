import type { FailureReason } from "@/lib/auth/sign-in-ledger";

/** What is known of somebody whom an organization's provider has told of. */
export interface Arrival {
  /** The provider may be used. */
  readonly isOn: boolean;
  /** The organization is being deleted. */
  readonly isClosing: boolean;
  /** Whose the identity is already. */
  readonly linked: string | null;
  /** Who went to the provider from a session of his own, to try it or to link it. */
  readonly asker: string | null;
  readonly email: string | null;
  /** Null: the provider does not say. */
  readonly emailVerified: boolean | null;
  /** Who has the address that the provider tells. */
  readonly holder: string | null;
  /** Whoever it is (`linked`, else `asker`, else `holder`) belongs to the organization. */
  readonly isMember: boolean;
  /** The role that an open invitation to the address offers. */
  readonly invitedAs: string | null;
  /** The organization has proven to hold the address's domain. */
  readonly isOwnDomain: boolean;
}

export type ArrivalRefusal = Extract<
  FailureReason,
  "provider-off" | "flow-over" | "email-missing" | "email-unverified" | "not-invited" | "linked-to-another"
>;

export type ArrivalVerdict =
  /** `joinAs`: null = he is a member already. */
  | { readonly do: "enter"; readonly personId: string; readonly joinAs: string | null }
  /** Nobody has the address, and the organization vouches for it: a new person. */
  | { readonly do: "found"; readonly email: string; readonly joinAs: string }
  /** It becomes his when he says so himself; `personId` null = nobody has the address yet. */
  | { readonly do: "ask"; readonly personId: string | null; readonly email: string | null }
  | { readonly do: "refuse"; readonly why: ArrivalRefusal };

/**
 * What becomes of somebody who comes from an organization's provider. An address alone never makes anybody somebody
 * else: an identity is linked when its person says so, or when nobody has the address and the organization holds its
 * domain. Only members, invited ones and people of its domains enter, of one that is being deleted members alone.
 */
export function judgeArrival(arrival: Arrival): ArrivalVerdict {
  const { linked, asker, holder, email } = arrival;
  if (!arrival.isOn) return refuse("provider-off");
  if (linked !== null) {
    if (asker !== null && asker !== linked) return refuse("linked-to-another");
    return entered(linked, arrival);
  }
  if (asker !== null)
    return arrival.isMember ? { do: "ask", personId: asker, email: null } : refuse("not-invited");
  if (email === null) return refuse("email-missing");
  if (arrival.emailVerified === false) return refuse("email-unverified");
  const joinAs = joining(arrival);
  if (!arrival.isMember && joinAs === null) return refuse("not-invited");
  if (holder === null && arrival.isOwnDomain && joinAs !== null) return { do: "found", email, joinAs };
  return { do: "ask", personId: holder, email };
}

function entered(personId: string, arrival: Arrival): ArrivalVerdict {
  if (arrival.isMember) return { do: "enter", personId, joinAs: null };
  const joinAs = joining(arrival);
  return joinAs === null ? refuse("not-invited") : { do: "enter", personId, joinAs };
}

const joining = ({ isClosing, invitedAs, isOwnDomain }: Arrival): string | null =>
  isClosing ? null : (invitedAs ?? (isOwnDomain ? "viewer" : null));

const refuse = (why: ArrivalRefusal): ArrivalVerdict => ({ do: "refuse", why });
