import "server-only";
import { record, type Scoped } from "@/lib/db/control";
import { insertOrganization, type StoredOrganization } from "@/lib/db/organizations";
import { publicId } from "@/lib/ids";

/** Stores a new organization with its owner and notes it; the transaction must be scoped to its id. */
export async function placeOrganization(
  db: Scoped,
  organization: StoredOrganization & { readonly ownerId: string },
  now: Date,
): Promise<void> {
  const { ownerId, ...stored } = organization;
  await insertOrganization(db, stored, ownerId);
  await record(
    db,
    [
      {
        actor: { type: "person", ref: publicId("per", ownerId) },
        action: "organization.created",
        outcome: "ok",
        target: { type: "organization", ref: publicId("org", stored.id) },
        source: null,
        destination: null,
        runId: null,
        payload: { name: stored.name },
      },
    ],
    now,
  );
}
