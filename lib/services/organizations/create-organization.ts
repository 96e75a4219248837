import "server-only";
import { makeApiKey } from "@/lib/auth/api-key";
import { SCOPES } from "@/lib/auth/policy";
import { insertApiKey } from "@/lib/db/api-keys";
import { record, withOrg } from "@/lib/db/control";
import { insertOrganization } from "@/lib/db/organizations";
import { personWithEmail } from "@/lib/db/resolve";
import { newUuid, publicId } from "@/lib/ids";

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
  input: NewOrganization,
  now = new Date(),
): Promise<CreatedOrganization> {
  const organizationId = newUuid();
  const ownerId = await personWithEmail(newUuid(), input.owner.email, input.owner.name);
  const key = makeApiKey();
  const keyId = newUuid();
  await withOrg(organizationId, async (db) => {
    await insertOrganization(db, { id: organizationId, name: input.name, plan: input.plan }, ownerId);
    await insertApiKey(db, organizationId, {
      id: keyId,
      name: "First key",
      hash: key.hash,
      hint: key.hint,
      scopes: SCOPES,
      personId: ownerId,
      createdAt: now,
    });
    const actor = { type: "person", ref: publicId("per", ownerId) } as const;
    const common = { actor, outcome: "ok", source: null, destination: null, runId: null } as const;
    const organization = { type: "organization", ref: publicId("org", organizationId) };
    await record(
      db,
      [
        { ...common, action: "organization.created", target: organization, payload: { name: input.name } },
        {
          ...common,
          action: "api-key.created",
          target: { type: "api-key", ref: publicId("key", keyId) },
          payload: { scopes: SCOPES },
        },
      ],
      now,
    );
  });
  return { id: publicId("org", organizationId), organizationId, apiKey: key.text };
}
