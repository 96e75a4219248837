import "server-only";
import { withOrg } from "@/lib/db/control";
import { membershipsOf } from "@/lib/db/resolve";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { placeOrganization } from "./place-organization";

/** Organizations that one person may own on the free plan. */
const MOST_FREE = 3;

/** Makes a signed-in person the owner of a new organization on the free plan; answers its public id. */
export async function foundOrganization(personId: string, name: string, now = new Date()): Promise<string> {
  const owned = (await membershipsOf(personId)).filter(
    ({ role, plan }) => role === "owner" && plan === "free",
  );
  if (owned.length >= MOST_FREE)
    throw new AppError("limit-reached", `You own ${MOST_FREE} organizations on the free plan.`, {
      remedy: "Use one of them, or give one another plan.",
    });
  const id = newUuid();
  await withOrg(id, (db) => placeOrganization(db, { id, name, plan: "free", ownerId: personId }, now));
  return publicId("org", id);
}
