import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { addPlaceFields } from "../connections/add-place-fields";
import { placeFieldInput } from "../connections/place-input";
import { requireRegistry } from "./browse-registries";
import { columnView, type RegistryColumnsView } from "./look-at-registry";

export const addRegistryColumnsInput = z.strictObject({
  side: z.string().max(40).describe("A side of the registry, by id"),
  fields: z.array(placeFieldInput).min(1).max(200),
});
export type AddRegistryColumnsInput = z.infer<typeof addRegistryColumnsInput>;

/**
 * Makes columns on a side's place, those that it lacks by name, and tells the side's columns as they are then. They are
 * mapped to nothing yet: that changes what is written, and is looked at first.
 */
export async function addRegistryColumns(
  caller: Caller,
  id: string,
  { side: sideId, fields }: AddRegistryColumnsInput,
  now = new Date(),
): Promise<RegistryColumnsView> {
  authorize(caller, "registry:write");
  const { sides } = await withOrg(caller.organizationId, (db) => requireRegistry(db, id));
  const side = sides.find((one) => publicId("sid", one.id) === sideId);
  if (!side) {
    const message = "The registry has no such side.";
    throw new AppError("invalid-input", message, { paths: [{ path: "/side", message }] });
  }
  const wish = { location: { ...side.address }, fields };
  const grown = await addPlaceFields(caller, publicId("con", side.connectionId), wish, now);
  return { sides: [{ side: sideId, columns: grown.fields.map(columnView), problem: null }] };
}
