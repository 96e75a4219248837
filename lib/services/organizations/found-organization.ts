import "server-only";
import { z } from "zod";
import { record, withOrg } from "@/lib/db/control";
import { insertOrganization } from "@/lib/db/organizations";
import { membershipsOf } from "@/lib/db/resolve";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";

/** Organizations that one person may own on the free plan. */
const MOST_FREE = 3;

export const organizationName = z.string().trim().min(1).max(100);

/** Makes a signed-in person the owner of a new organization on the free plan; answers its public id. */
export async function foundOrganization(personId: string, name: string, now = new Date()): Promise<string> {
  const owned = (await membershipsOf(personId)).filter(
    ({ role, plan }) => role === "owner" && plan === "free",
  );
  if (owned.length >= MOST_FREE)
    throw new AppError("limit-reached", `You own ${MOST_FREE} organizations on the free plan.`, {
      remedy: "Use one of them, or give one another plan.",
    });
  const organizationId = newUuid();
  const actor = { type: "person", ref: publicId("per", personId) } as const;
  const target = { type: "organization", ref: publicId("org", organizationId) };
  await withOrg(organizationId, async (db) => {
    await insertOrganization(db, { id: organizationId, name, plan: "free" }, personId);
    const common = { actor, target, outcome: "ok", source: null, destination: null, runId: null } as const;
    await record(db, [{ ...common, action: "organization.created", payload: { name } }], now);
  });
  return target.ref;
}
