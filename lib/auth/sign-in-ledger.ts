import "server-only";
import { after } from "next/server";
import { record, withOrg } from "@/lib/db/control";
import { findPersonByEmail } from "@/lib/db/people";
import { takeTokens } from "@/lib/db/rate-buckets";
import { membershipsOf } from "@/lib/db/resolve";
import { countFailure } from "@/lib/db/sign-in-failures";
import { publicId } from "@/lib/ids";
import type { Action } from "@/lib/ledger/envelope";
import { log } from "@/lib/log";
import { judgeEntry } from "./entry";
import { tokenHash } from "./token";

/** How somebody came in. */
export type OpenedBy =
  | { readonly way: "email" | "google" | "demo" }
  | { readonly way: "oidc" | "saml"; readonly providerId: string; readonly organizationId: string };

/** The same for the judgement of a session. */
export const originOf = (by: OpenedBy) =>
  "providerId" in by
    ? { providerId: by.providerId, providerOrganizationId: by.organizationId }
    : { providerId: null, providerOrganizationId: null };

/** Tells each organization that the person may enter so, in its ledger, that a session was opened. */
export async function recordSignIn(personId: string, by: OpenedBy, now: Date): Promise<void> {
  for (const membership of await membershipsOf(personId)) {
    const verdict = judgeEntry(originOf(by), membership);
    if (verdict !== "open" && verdict !== "break-glass") continue;
    await recordOfPerson([membership.organizationId], {
      personId,
      action: "session.opened",
      payload: {
        way: by.way,
        ...("providerId" in by && { provider: publicId("idp", by.providerId) }),
        ...(verdict === "break-glass" && { breakGlass: true }),
      },
      now,
    });
  }
}

const BROKE_GLASS = { burst: 1, intervalMs: 60 * 60_000 };

/** Tells the organization, once an hour, that an owner is in by another way than it requires. */
export async function recordBreakGlass(personId: string, organizationId: string, now: Date): Promise<void> {
  const id = tokenHash(`break-glass ${organizationId} ${personId}`);
  const [take] = await takeTokens([{ id, ...BROKE_GLASS }]);
  if (take?.isTaken)
    await recordOfPerson([organizationId], { personId, action: "session.broke-glass", payload: null, now });
}

interface Done {
  readonly personId: string;
  readonly action: Extract<Action, `person.${string}` | `session.${string}` | `identity.${string}`>;
  readonly payload: unknown;
  readonly now: Date;
}

/** What a person did to the own name and ways in, in the ledgers of these organizations. */
export async function recordOfPerson(
  organizationIds: readonly string[],
  { personId, action, payload, now }: Done,
): Promise<void> {
  const ref = publicId("per", personId);
  for (const organizationId of organizationIds)
    await withOrg(organizationId, (db) =>
      record(
        db,
        [
          {
            actor: { type: "person", ref },
            action,
            outcome: "ok",
            target: { type: "person", ref },
            source: null,
            destination: null,
            runId: null,
            payload,
          },
        ],
        now,
      ),
    );
}

/** The same in all organizations of the person. */
export async function recordEverywhere(done: Done): Promise<void> {
  const memberships = await membershipsOf(done.personId);
  await recordOfPerson(
    memberships.map(({ organizationId }) => organizationId),
    done,
  );
}

/** Why somebody did not come in. */
export type FailureReason =
  | "link-over"
  | "flow-over"
  | "other-browser"
  | "provider-unreachable"
  | "provider-refused"
  | "answer-invalid"
  | "provider-off"
  | "email-missing"
  | "email-unverified"
  | "not-invited"
  | "linked-to-another"
  | "provider-required";

interface Failed {
  readonly way: OpenedBy["way"] | "session";
  readonly reason: FailureReason;
  readonly at: Date;
}

/**
 * Notes a failure for the organizations of whoever has the address; for nobody's, nothing. After the answer, so that its
 * time does not tell whether the address is somebody's.
 */
export function noteAfterAnswer(email: string, failed: Omit<Failed, "at">): void {
  const at = new Date();
  after(() => noteFailureOf(email, { ...failed, at }));
}

async function noteFailureOf(email: string, failed: Failed): Promise<void> {
  const person = await findPersonByEmail(email);
  const held = person ? await membershipsOf(person.personId) : [];
  await noteFailure(
    held.map(({ organizationId }) => organizationId),
    failed,
  );
}

/**
 * Counts a failed sign-in for these organizations; the sweep writes the counts into their ledgers, so that failing often
 * fills none. Never in the way of the answer: a count that cannot be kept is a line of the log.
 */
export async function noteFailure(organizationIds: readonly string[], failed: Failed): Promise<void> {
  for (const organizationId of organizationIds) {
    try {
      await withOrg(organizationId, (db) => countFailure(db, organizationId, failed));
    } catch (error) {
      log("warn", "sign-in.failure-not-counted", { reason: failed.reason, error });
    }
  }
}
