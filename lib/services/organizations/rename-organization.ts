import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { findOrganization, renameOrganization as renameStored } from "@/lib/db/organizations";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { shownName } from "@/lib/shown-name";
import { callerEntry } from "../audit/caller-entry";

export const renameOrganizationInput = z.strictObject({ name: shownName });

export interface OrganizationView {
  readonly id: string;
  readonly name: string;
}

/** Gives the organization another name. Names are no one's: two organizations may be called alike. */
export async function renameOrganization(
  caller: Caller,
  { name }: z.infer<typeof renameOrganizationInput>,
  now = new Date(),
): Promise<OrganizationView> {
  authorize(caller, "organization:write");
  const id = publicId("org", caller.organizationId);
  await withOrg(caller.organizationId, async (db) => {
    const before = await findOrganization(db, caller.organizationId);
    if (!before) throw new AppError("not-found", "There is no such organization.");
    if (before.name === name) return;
    await renameStored(db, caller.organizationId, name);
    const payload = { before: before.name, after: name };
    const target = { type: "organization", ref: id };
    await record(db, [callerEntry(caller, { action: "organization.renamed", target, payload })], now);
  });
  return { id, name };
}
