import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { SideField } from "@/lib/connectors/connector";
import { record, withOrg } from "@/lib/db/control";
import { callerEntry } from "../audit/caller-entry";
import { placesOf } from "./create-place";
import type { AddPlaceFieldsInput } from "./place-input";
import { usingConnection } from "./using-connection";

export interface AddedFieldsView {
  /** Names of those that the place lacked. */
  readonly added: readonly string[];
  /** All fields of the place, as they are now. */
  readonly fields: readonly SideField[];
}

/** Adds to a place the fields that it lacks by name; the others stay as they are. */
export async function addPlaceFields(
  caller: Caller,
  id: string,
  { location, fields }: AddPlaceFieldsInput,
  now = new Date(),
): Promise<AddedFieldsView> {
  authorize(caller, "registry:write");
  const view = await usingConnection(caller, id, async (connector) => {
    const added = await placesOf(connector).addFields(location, fields);
    const shape = await connector.side({ address: location, mapped: [], key: [] }).shape();
    return { added, fields: shape.fields };
  });
  if (view.added.length === 0) return view;
  const target = { type: "connection", ref: id };
  const payload = { location, added: view.added };
  await withOrg(caller.organizationId, (db) =>
    record(db, [callerEntry(caller, { action: "connection.place-extended", target, payload })], now),
  );
  return view;
}
