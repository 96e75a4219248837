import "server-only";
import { requireFreshSignIn } from "@/lib/auth/fresh-sign-in";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import {
  closeOrganization as closeStored,
  findOrganization,
  reopenOrganization,
} from "@/lib/db/organizations";
import { findPerson } from "@/lib/db/people";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { dayOf } from "@/lib/format/moment";
import { publicId, uuidOf } from "@/lib/ids";
import { closingLetter } from "@/lib/mail/letters";
import { callerEntry } from "../audit/caller-entry";
import { tellOwners } from "./tell-owners";

export const GRACE_DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Begins the deletion of an organization: from now on it stands still (no run begins, none takes another step, its keys
 * open nothing, its schemas are not served), and in 30 days it is removed unless an owner keeps it. Only a person who has
 * just signed in may, by typing its name; answers when the grace ends.
 */
export async function closeOrganization(
  caller: Caller,
  typed: string,
  now = new Date(),
): Promise<{ readonly purgeAt: string }> {
  authorize(caller, "organization:delete");
  personOf(caller);
  requireFreshSignIn(caller, now);
  const purgeAt = new Date(now.getTime() + GRACE_DAYS * DAY_MS);
  const name = await withOrg(caller.organizationId, async (db) => {
    const organization = await findOrganization(db, caller.organizationId);
    if (!organization) throw new AppError("not-found", "There is no such organization.");
    if (typed.trim() !== organization.name)
      throw new AppError("invalid-input", "That is not the organization's name.", {
        remedy: "Type its name exactly as it is shown.",
      });
    const closing = { since: now, by: caller.actor.ref, purgeAt };
    if (!(await closeStored(db, caller.organizationId, closing)))
      throw new AppError("stale", "This organization is being deleted already.");
    const payload = { name: organization.name, purgeAt: purgeAt.toISOString() };
    await record(
      db,
      [callerEntry(caller, { action: "organization.closing", target: targetOf(caller), payload })],
      now,
    );
    return organization.name;
  });
  await tellOwners(caller.organizationId, await closingLetterOf(caller, name, purgeAt));
  return { purgeAt: purgeAt.toISOString() };
}

/** Takes the deletion back within its grace; everything is as it was, and runs that stood still go on. */
export async function keepOrganization(caller: Caller, now = new Date()): Promise<void> {
  authorize(caller, "organization:delete");
  personOf(caller);
  await withOrg(caller.organizationId, async (db) => {
    if (!(await reopenOrganization(db, caller.organizationId)))
      throw new AppError("stale", "There is no deletion to take back: it was, or the removal has begun.");
    const payload = { at: now.toISOString() };
    await record(
      db,
      [callerEntry(caller, { action: "organization.kept", target: targetOf(caller), payload })],
      now,
    );
  });
}

const targetOf = ({ organizationId }: Caller) => ({
  type: "organization",
  ref: publicId("org", organizationId),
});

/** A key of an owner is none: it may lie in a program. */
function personOf({ actor }: Caller): string {
  const personId = actor.type === "person" ? uuidOf("per", actor.ref) : null;
  if (personId === null)
    throw new AppError("forbidden", "Only a signed-in owner deletes or keeps an organization.", {
      remedy: "Use Settings in the browser.",
    });
  return personId;
}

async function closingLetterOf(caller: Caller, name: string, purgeAt: Date) {
  const by = (await findPerson(personOf(caller)))?.name ?? "An owner";
  const link = new URL(`/${publicId("org", caller.organizationId)}/settings/general`, env().APP_URL).href;
  return closingLetter(link, { name, by, day: dayOf(purgeAt.toISOString()) });
}
