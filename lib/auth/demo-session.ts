import "server-only";
import { membershipsOf, personWithEmail } from "@/lib/db/resolve";
import { env } from "@/lib/env";
import { newUuid, publicId } from "@/lib/ids";
import { openSession } from "./session";

/** Whether this installation signs a demo person in by itself. */
export const hasDemoPerson = (): boolean => env().DEMO_PERSON !== undefined;

/** A session of the demo person and where he goes; null in an installation without one. */
export async function openDemoSession(now: Date): Promise<{ token: string; organizationId: string } | null> {
  const email = env().DEMO_PERSON;
  if (email === undefined) return null;
  const personId = await personWithEmail(newUuid(), email, "Demo Owner");
  const first = (await membershipsOf(personId))[0];
  if (!first) return null;
  return {
    token: await openSession(personId, now, { way: "demo" }),
    organizationId: publicId("org", first.organizationId),
  };
}
