import "server-only";
import { makeApiKey } from "@/lib/auth/api-key";
import { SCOPES } from "@/lib/auth/policy";
import { insertApiKey } from "@/lib/db/api-keys";
import { record, withOrg } from "@/lib/db/control";
import { personWithEmail } from "@/lib/db/resolve";
import { newUuid, publicId } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";
import { placeOrganization } from "./place-organization";

export interface NewOrganization {
  readonly name: string;
  readonly plan: string;
  readonly owner: { readonly email: string; readonly name: string };
}

export interface CreatedOrganization {
  readonly id: string;
  readonly organizationId: string;
  /** Shown once. */
  readonly apiKey: string;
}

/** Makes an organization with its owner and the owner's first API key. */
export async function createOrganization(
  { name, plan, owner }: NewOrganization,
  now = new Date(),
): Promise<CreatedOrganization> {
  const organizationId = newUuid();
  const ownerId = await personWithEmail(newUuid(), owner.email, owner.name);
  const key = makeApiKey();
  const keyId = newUuid();
  await withOrg(organizationId, async (db) => {
    await placeOrganization(db, { id: organizationId, name, plan, ownerId }, now);
    await insertApiKey(db, organizationId, {
      id: keyId,
      name: "First key",
      hash: key.hash,
      hint: key.hint,
      scopes: SCOPES,
      personId: ownerId,
      createdAt: now,
    });
    await record(
      db,
      [
        callerEntry(
          { actor: { type: "person", ref: publicId("per", ownerId) } },
          {
            action: "api-key.created",
            target: { type: "api-key", ref: publicId("key", keyId) },
            payload: { scopes: SCOPES },
          },
        ),
      ],
      now,
    );
  });
  return { id: publicId("org", organizationId), organizationId, apiKey: key.text };
}
