import { insertConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { insertOrganization } from "@/lib/db/organizations";
import { insertRegistry, type SideDefinition } from "@/lib/db/registries";
import { personWithEmail } from "@/lib/db/resolve";
import { newUuid } from "@/lib/ids";
import { connectWith } from "@/lib/reach/open-connection";
import { sealCredentials } from "@/lib/vault/vault";
import type { Dataset } from "./dataset";

export interface BenchRegistry {
  readonly organizationId: string;
  readonly registryId: string;
}

/** An organization with one registry whose sides are tables of the customer's database at `url`. */
export async function makeRegistry(
  url: string,
  dataset: Dataset,
  tables: readonly string[],
): Promise<BenchRegistry> {
  const organizationId = newUuid();
  const connectionId = newUuid();
  const registryId = newUuid();
  const ownerId = await personWithEmail(newUuid(), "bench@example.com", "Bench");
  const sealed = await sealCredentials({ organizationId, connectionId }, { url });
  const sides = await sidesOf(url, { connectionId, dataset, tables });
  await withOrg(organizationId, async (db) => {
    await insertOrganization(db, { id: organizationId, name: "Bench", plan: "enterprise" }, ownerId);
    const connection = { id: connectionId, kind: "postgres", name: "Customer", label: "bench" };
    await insertConnection(db, organizationId, connection, sealed);
    await insertRegistry(db, organizationId, {
      id: registryId,
      name: dataset.name,
      fields: dataset.fields,
      key: dataset.key,
      mode: "bidirectional",
      schedule: "manual",
      conflict: "last-write-wins",
      authority: null,
      strategies: {},
      match: "match-then-create",
      normalise: false,
      winners: { default: null, fields: {} },
      filter: null,
      leaving: "keep",
      access: {},
      deletes: "propagate",
      brakes: {},
      approvalDays: 7,
      sides,
    });
  });
  return { organizationId, registryId };
}

interface Places {
  readonly connectionId: string;
  readonly dataset: Dataset;
  readonly tables: readonly string[];
}

async function sidesOf(url: string, { connectionId, dataset, tables }: Places): Promise<SideDefinition[]> {
  const connector = connectWith("postgres", { url });
  const sides: SideDefinition[] = [];
  for (const [position, table] of tables.entries()) {
    const address = { schema: "public", table };
    const shape = await connector.side({ address, mapped: [], key: [] }).shape();
    const ids = new Map(shape.fields.map((field) => [field.name, field.id]));
    const mappings = dataset.fields.map((field) => ({
      field: field.id,
      sideField: ids.get(field.id) ?? "",
      direction: "both" as const,
    }));
    const place = { connectionId, kind: "postgres", title: table, address, position, match: null };
    sides.push({ id: newUuid(), ...place, mappings });
  }
  await connector.close();
  return sides;
}
