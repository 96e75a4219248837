import "server-only";
import { requireFreshSignIn } from "@/lib/auth/fresh-sign-in";
import { recordOfPerson } from "@/lib/auth/sign-in-ledger";
import { tokenHash } from "@/lib/auth/token";
import { findClaim, type StoredClaim, takeClaim } from "@/lib/db/identity-claims";
import { type FoundProvider, providerById } from "@/lib/db/identity-providers";
import { linkIdentity, verifyPerson } from "@/lib/db/people";
import { membershipsOf, personWithEmail } from "@/lib/db/resolve";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { nameOfNewPerson } from "@/lib/shown-name";

/**
 * Who says that an identity is his: who has the mailed link, or the browser that came back, by whoever is signed in there
 * by a way of his own (null: nobody).
 */
export type Word =
  | { readonly token: string }
  | {
      readonly browserToken: string;
      readonly own: { readonly personId: string; readonly signedInAt: Date } | null;
    };

export interface ClaimView {
  readonly provider: string;
  readonly organization: string;
  /** As the provider tells it; may be empty. */
  readonly email: string;
}

interface Waiting {
  readonly claim: StoredClaim;
  readonly provider: FoundProvider;
}

/** What waits for this person's word; null where nothing does any more. */
export async function lookAtClaim(word: Word): Promise<ClaimView | null> {
  const waiting = await waitingFor(word);
  if (!waiting) return null;
  const { claim, provider } = waiting;
  return { provider: provider.name, organization: provider.organizationName, email: claim.email };
}

async function waitingFor(word: Word): Promise<Waiting | null> {
  const isMailed = "token" in word;
  const claim = await findClaim(
    isMailed ? { tokenHash: tokenHash(word.token) } : { browserHash: tokenHash(word.browserToken) },
  );
  // The browser's cookie says nothing by itself: the provider set it off.
  if (!claim || (!isMailed && (word.own === null || claim.personId !== word.own.personId))) return null;
  const provider = await providerById(claim.providerId);
  return provider?.enabled ? { claim, provider } : null;
}

/**
 * Links the identity to its person; answers where the person now signs in by it. Opens no session: who has the link need
 * not be who came from the provider. Throws AppError `not-found` for what is over or another's by now, and `forbidden` where
 * a session says so that was not opened just now: whoever finds a browser open would have a way in for good.
 */
export async function confirmIdentity(
  word: Word,
  now = new Date(),
): Promise<Pick<FoundProvider, "id" | "kind"> & Pick<StoredClaim, "returnTo">> {
  const waiting = await waitingFor(word);
  if (!waiting) throw over();
  if (!("token" in word)) requireFreshSignIn(word.own ?? {}, now);
  if (!(await takeClaim(waiting.claim.tokenHash))) throw over();
  const { claim, provider } = waiting;
  const personId =
    claim.personId ??
    (await personWithEmail(newUuid(), claim.email, nameOfNewPerson(claim.name, claim.email)));
  if ("token" in word) await verifyPerson(personId);
  if ((await linkIdentity(claim, personId, provider.id)) !== personId) throw over();
  const own = (await membershipsOf(personId)).map(({ organizationId }) => organizationId);
  await recordOfPerson([...new Set([...own, provider.organizationId])], {
    personId,
    action: "identity.linked",
    payload: { provider: publicId("idp", provider.id), by: "token" in word ? "mail" : "session" },
    now,
  });
  return { id: provider.id, kind: provider.kind, returnTo: claim.returnTo };
}

const over = (): AppError =>
  new AppError("not-found", "This link is used or over.", {
    remedy: "Sign in with your company once more; the newest link in your mail is the one that works.",
  });
