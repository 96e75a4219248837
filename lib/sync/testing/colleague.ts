import type { Caller } from "@/lib/auth/policy";
import type { Role } from "@/lib/auth/role";
import { callerWithin, findSignedIn, openSession } from "@/lib/auth/session";
import { withOrg } from "@/lib/db/control";
import { addMember } from "@/lib/db/members";
import { personWithEmail } from "@/lib/db/resolve";
import { newUuid } from "@/lib/ids";

/** Somebody who belongs to the organization, signed in. */
export interface Colleague {
  readonly personId: string;
  readonly caller: Caller;
}

/** Makes somebody a member with the role. */
export async function addColleague(organizationId: string, role: Role): Promise<Colleague> {
  const personId = await personWithEmail(newUuid(), `${newUuid()}@example.com`, `A new ${role}`);
  await withOrg(organizationId, (db) => addMember(db, { organizationId, personId, role }));
  const token = await openSession(personId, new Date());
  const signedIn = await findSignedIn(token);
  const caller = signedIn && callerWithin(signedIn, organizationId);
  if (!caller) throw new Error("somebody who was just added is no member");
  return { personId, caller };
}
