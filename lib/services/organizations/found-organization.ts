import "server-only";
import { withOrg } from "@/lib/db/control";
import { type Membership, membershipsOf } from "@/lib/db/resolve";
import { takePersonTurnAt } from "@/lib/db/turns";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { placeOrganization } from "./place-organization";

/** Organizations that one person may own on the free plan. */
const MOST_FREE = 3;

/** Makes a signed-in person the owner of a new organization on the free plan; answers its public id. */
export async function foundOrganization(personId: string, name: string, now = new Date()): Promise<string> {
  const id = newUuid();
  await withOrg(id, async (db) => {
    // Of several at once each would find a place left.
    await takePersonTurnAt(db, personId, "new-organization");
    requireRoom(await membershipsOf(personId, db));
    await placeOrganization(db, { id, name, plan: "free", ownerId: personId }, now);
  });
  return publicId("org", id);
}

/** Throws AppError `limit-reached` where a person owns as many as the free plan lets him. */
function requireRoom(memberships: readonly Membership[]): void {
  const owned = memberships.filter(({ role, plan }) => role === "owner" && plan === "free");
  if (owned.length < MOST_FREE) return;
  throw new AppError("limit-reached", `You own ${MOST_FREE} organizations on the free plan.`, {
    remedy: "Use one of them, or give one another plan.",
  });
}
