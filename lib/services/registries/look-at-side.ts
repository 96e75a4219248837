import "server-only";
import type { Caller } from "@/lib/auth/policy";
import type { Connector, SideShape } from "@/lib/connectors/connector";
import { findConnection, type StoredConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import type { SideDefinition } from "@/lib/db/registries";
import type { Field } from "@/lib/engine/field";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import { openConnection } from "@/lib/reach/open-connection";
import type { CreateRegistryInput } from "./registry-input";

/** One side as it is now, with what the input asks of it. */
export interface SideLook {
  readonly connectionId: string;
  readonly kind: string;
  readonly title: string;
  readonly address: SideDefinition["address"];
  readonly shape: SideShape;
  readonly asked: CreateRegistryInput["sides"][number]["mappings"];
  readonly path: string;
}

type AskedSide = CreateRegistryInput["sides"][number];
type Place = Pick<AskedSide, "connectionId" | "location">;

/**
 * Opens the side's place without a mapping and looks at its fields and at what people call it. Throws AppError
 * `invalid-input` for a missing connection.
 */
export function lookAtSide(caller: Caller, side: AskedSide, path: string): Promise<SideLook> {
  return openPlace(caller, side, path, async (connector, connection) => {
    const plain = connector.side({ address: side.location, mapped: [], key: [] });
    if (side.rowIds && plain.nameRecords === undefined) {
      throw new AppError("invalid-input", "Rows get ids of ours in Google Sheets alone.", {
        paths: [{ path: `${path}/rowIds`, message: "This system gives its records ids itself." }],
      });
    }
    const address = { ...side.location, ...(side.rowIds && { rowIds: 1 }) };
    return {
      connectionId: connection.id,
      kind: connection.kind,
      title: `${connection.name}: ${await titleOf(connector, side.location)}`,
      address,
      shape: await connector.side({ address, mapped: [], key: [] }).shape(),
      asked: side.mappings,
      path,
    };
  });
}

/** The place's fields as they are now, and no more. Throws AppError `invalid-input` for a missing connection. */
export const lookAtShape = (caller: Caller, place: Place, path: string): Promise<SideShape> =>
  openPlace(caller, place, path, (connector) =>
    connector.side({ address: place.location, mapped: [], key: [] }).shape(),
  );

async function openPlace<T>(
  caller: Caller,
  { connectionId }: Place,
  path: string,
  look: (connector: Connector, connection: StoredConnection) => Promise<T>,
): Promise<T> {
  const uuid = uuidOf("con", connectionId);
  const connection = uuid && (await withOrg(caller.organizationId, (db) => findConnection(db, uuid)));
  if (!connection) {
    throw new AppError("invalid-input", "A side names a connection that does not exist.", {
      paths: [{ path: `${path}/connectionId`, message: "There is no such connection." }],
    });
  }
  const connector = await openConnection(caller.organizationId, connection.id, "interactive");
  try {
    return await look(connector, connection);
  } finally {
    await connector.close();
  }
}

/** Looks again with the mapping and key chosen: what stands in the way of a correct sync is refused now. */
export async function requireSyncable(
  caller: Caller,
  side: SideDefinition,
  {
    fields,
    key,
    path,
  }: { readonly fields: readonly Field[]; readonly key: readonly string[]; readonly path: string },
): Promise<void> {
  const connector = await openConnection(caller.organizationId, side.connectionId, "interactive");
  try {
    const mapped = side.mappings.flatMap(({ field: id, sideField, direction }) => {
      const field = fields.find((candidate) => candidate.id === id);
      return field && direction !== "off" ? [{ field, sideField, writable: direction !== "in" }] : [];
    });
    const { problems } = await connector.side({ address: side.address, mapped, key }).shape();
    const problem = problems[0];
    if (!problem) return;
    const paths = [{ path, message: problem.message }];
    throw new AppError("invalid-input", `${side.title}: ${problem.message}`, {
      remedy: problem.remedy,
      paths,
    });
  } finally {
    await connector.close();
  }
}

/** What a person calls the place: the table's or tab's name, or what the system lists it under. */
async function titleOf(connector: Connector, location: SideDefinition["address"]): Promise<string> {
  const { title, schema, table } = location;
  if (table !== undefined)
    return schema === undefined || schema === "public" ? String(table) : `${schema}.${table}`;
  if (title !== undefined) return String(title);
  const same = (other: SideDefinition["address"]): boolean =>
    Object.entries(location).every(([part, value]) => other[part] === value);
  const listed = (await connector.locations("")).find((candidate) => same(candidate.address));
  return listed?.title ?? String(Object.values(location)[0] ?? "");
}
