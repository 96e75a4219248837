import "server-only";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { Connector, Location, SideField } from "@/lib/connectors/connector";
import type { PlaceMaker } from "@/lib/connectors/new-place";
import { record, withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { callerEntry } from "../audit/caller-entry";
import type { CreatePlaceInput } from "./place-input";
import { usingConnection } from "./using-connection";

export interface MadePlaceView {
  /** As the list of locations has it. */
  readonly id: string;
  readonly title: string;
  readonly location: Location["address"];
  /** False: the same call had made it before. */
  readonly isNew: boolean;
  readonly fields: readonly SideField[];
}

/** What a place of this connection can be made in; empty where its kind is made in nothing. */
export async function listParents(caller: Caller, id: string, query: string): Promise<readonly Location[]> {
  authorize(caller, "connection:read");
  return usingConnection(caller, id, (connector) => placesOf(connector).parents(query));
}

/**
 * Makes a place on a connection's system with these fields, and never touches one that is there. The same call again finds
 * what it made before. Throws AppError `invalid-input` with the path of each fault, and with the remedy what a missing
 * right refuses.
 */
export async function createPlace(
  caller: Caller,
  id: string,
  input: CreatePlaceInput,
  now = new Date(),
): Promise<MadePlaceView> {
  authorize(caller, "registry:write");
  requireSound(input);
  const made = await usingConnection(caller, id, async (connector) => {
    const { location, isNew } = await placesOf(connector).create({ ...input, mark: markOf(id, input) });
    const { fields } = await connector.side({ address: location.address, mapped: [], key: [] }).shape();
    return { id: location.id, title: location.title, location: location.address, isNew, fields };
  });
  // Also where it was found: who made it may have ended before it could say so.
  const target = { type: "connection", ref: id };
  const { title, location, isNew } = made;
  const payload = { title, location, isNew, fields: input.fields.map(({ name }) => name) };
  await withOrg(caller.organizationId, (db) =>
    record(db, [callerEntry(caller, { action: "connection.place-created", target, payload })], now),
  );
  return made;
}

export function placesOf({ places }: Connector): PlaceMaker {
  if (places) return places;
  throw new AppError("invalid-input", "Nothing can be made on this kind of connection.", {
    remedy: "Make the table there by hand, then choose it.",
  });
}

/** The same wish on the same connection, however often it is sent. */
const markOf = (connectionId: string, input: CreatePlaceInput): string =>
  createHash("sha256")
    .update(`${connectionId}\n${canonicalize(input) ?? ""}`)
    .digest("hex");

/** Throws AppError `invalid-input` for names that are there twice, and a key that no field bears. */
function requireSound({ fields, key }: CreatePlaceInput): void {
  const plain = fields.map(({ name }) => name.toLowerCase());
  const twice = fields.flatMap(({ name }, at) =>
    plain.indexOf(plain[at] ?? "") < at
      ? [{ path: `/fields/${at}/name`, message: `Another field is called "${name}".` }]
      : [],
  );
  const unknown = key.flatMap((name, at) =>
    fields.some((field) => field.name === name)
      ? []
      : [{ path: `/key/${at}`, message: `There is no field "${name}".` }],
  );
  const paths = [...twice, ...unknown];
  if (paths.length > 0) throw new AppError("invalid-input", "The place cannot be made like this.", { paths });
}
