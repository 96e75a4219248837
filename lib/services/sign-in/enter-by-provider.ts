import "server-only";
import { isDeepStrictEqual } from "node:util";
import { openSession } from "@/lib/auth/session";
import { noteFailure } from "@/lib/auth/sign-in-ledger";
import { withOrg } from "@/lib/db/control";
import { type FoundProvider, providerById } from "@/lib/db/identity-providers";
import { findInvitationTo } from "@/lib/db/invitations";
import { membersOf } from "@/lib/db/members";
import { holdsDomain } from "@/lib/db/organization-domains";
import { findPersonByEmail, findPersonOfIdentity, linkIdentity, noteIdentityUse } from "@/lib/db/people";
import { personWithEmail } from "@/lib/db/resolve";
import type { StoredFlow } from "@/lib/db/sign-in-flows";
import { newUuid, publicId } from "@/lib/ids";
import { nameOfNewPerson } from "@/lib/shown-name";
import { askPerson } from "./ask-person";
import { joinByProvider } from "./join-by-provider";
import { type Arrival, type ArrivalRefusal, judgeArrival } from "./judge-arrival";
import type { ProviderIdentity } from "./provider-identity";

export type EnterResult =
  /** `token`: for the session's cookie. */
  | { readonly outcome: "signed-in"; readonly token: string; readonly goTo: string }
  /** `browserToken`: for the claim's cookie; `email`: where a link was sent to, null where the person is signed in. */
  | { readonly outcome: "needs-confirmation"; readonly browserToken: string; readonly email: string | null }
  | { readonly outcome: "refused"; readonly reason: ArrivalRefusal };

/**
 * Where every verified answer of an organization's identity provider ends. The provider is believed by its organization
 * alone: the session that it opens opens nothing else. An address by itself links nobody (`judgeArrival`).
 */
export async function enterByProvider(
  provider: FoundProvider,
  identity: ProviderIdentity,
  flow: Pick<StoredFlow, "personId" | "returnTo">,
  now = new Date(),
): Promise<EnterResult> {
  const told = { ...identity, email: identity.email?.trim().toLowerCase() ?? null };
  const verdict = judgeArrival(await arrivalOf(provider, told, flow, now));
  switch (verdict.do) {
    case "refuse":
      return refused(provider, verdict.why, now);
    case "ask":
      return askPerson(provider, told, { ...verdict, returnTo: flow.returnTo }, now);
    case "found": {
      const id = newUuid();
      const personId = await personWithEmail(id, verdict.email, nameOfNewPerson(told.name, told.email));
      // Somebody else was first to take the address, or the same person in another browser.
      if (personId !== id) return enterByProvider(provider, identity, flow, now);
      const holder = await linkIdentity(told, personId, provider.id);
      return enter(provider, told, { personId: holder, joinAs: verdict.joinAs, goTo: flow.returnTo }, now);
    }
    case "enter":
      return enter(provider, told, { ...verdict, goTo: flow.returnTo }, now);
    default:
      return verdict satisfies never;
  }
}

async function enter(
  provider: FoundProvider,
  { issuer, subject }: ProviderIdentity,
  {
    personId,
    joinAs,
    goTo,
  }: { readonly personId: string; readonly joinAs: string | null; readonly goTo: string },
  now: Date,
): Promise<EnterResult> {
  const { id, kind, organizationId } = provider;
  if (!(await isAsItWas(provider))) return refused(provider, "flow-over", now);
  const joining = joinAs && { organizationId, personId, role: joinAs, providerId: id };
  if (joining && !(await joinByProvider(joining, now))) return refused(provider, "not-invited", now);
  await noteIdentityUse(issuer, subject, id);
  const token = await openSession(personId, now, { way: kind, providerId: id, organizationId });
  return { outcome: "signed-in", token, goTo: goTo === "/" ? `/${publicId("org", organizationId)}` : goTo };
}

/** Whether it is still on and set up as it was when its answer was believed: that may have taken it seconds. */
async function isAsItWas({ id, config }: FoundProvider): Promise<boolean> {
  const now = await providerById(id);
  return now?.enabled === true && isDeepStrictEqual(now.config, config);
}

async function refused(
  { organizationId, kind }: FoundProvider,
  reason: ArrivalRefusal,
  at: Date,
): Promise<EnterResult> {
  await noteFailure([organizationId], { way: kind, reason, at });
  return { outcome: "refused", reason };
}

/** Everything that the decision looks at. */
async function arrivalOf(
  { organizationId, enabled, isClosing }: FoundProvider,
  { issuer, subject, email, emailVerified }: ProviderIdentity,
  { personId: asker }: Pick<StoredFlow, "personId">,
  now: Date,
): Promise<Arrival> {
  const linked = await findPersonOfIdentity(issuer, subject);
  const holder = email === null ? null : await findPersonByEmail(email);
  const whoever = linked?.personId ?? asker ?? holder?.personId;
  // A linked identity's person counts by the own address, whatever the provider says it is by now.
  const address = linked ? linked.email : email;
  const members = await membersOf(organizationId);
  const { invitation, isOwnDomain } = await withOrg(organizationId, async (db) => ({
    invitation: address === null ? null : await findInvitationTo(db, address, now),
    isOwnDomain: address !== null && (await holdsDomain(db, domainOf(address))),
  }));
  return {
    isOn: enabled,
    isClosing,
    linked: linked?.personId ?? null,
    asker,
    email,
    emailVerified,
    holder: holder?.personId ?? null,
    isMember: members.some(({ personId }) => personId === whoever),
    invitedAs: invitation?.role ?? null,
    isOwnDomain,
  };
}

const domainOf = (email: string): string => email.slice(email.lastIndexOf("@") + 1);
