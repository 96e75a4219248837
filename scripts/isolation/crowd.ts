import { randomBytes } from "node:crypto";
import { withOrg } from "@/lib/db/control";
import { type RowClient, withRows } from "@/lib/db/row-store";
import { newUuid, publicId } from "@/lib/ids";
import { createOrganization } from "@/lib/services/organizations/create-organization";

/** One organization of many, each text of which holds a word that no other has. */
export interface Neighbour {
  readonly organizationId: string;
  readonly apiKey: string;
  readonly word: string;
  readonly registryId: string;
  readonly rowId: string;
}

/** So many organizations, each with a connection, a registry, a run and rows. */
export async function plantCrowd(count: number): Promise<Neighbour[]> {
  const crowd: Neighbour[] = [];
  for (let at = 0; at < count; at += 1) crowd.push(await neighbour());
  return crowd;
}

async function neighbour(): Promise<Neighbour> {
  const word = `WORD${randomBytes(8).toString("hex")}`;
  const owner = { email: `${word.toLowerCase()}@example.com`, name: word };
  const { organizationId, apiKey } = await createOrganization({ name: word, plan: "enterprise", owner });
  const [connectionId, registryId, sideId, rowId] = [newUuid(), newUuid(), newUuid(), newUuid()];
  await withOrg(organizationId, async (db) => {
    await db.connection.create({
      data: { organizationId, id: connectionId, kind: "postgres", name: word, label: word },
    });
    await db.registry.create({ data: { ...registryOf(word), organizationId, id: registryId } });
    const side = { organizationId, id: sideId, registryId, connectionId, kind: "postgres", title: word };
    await db.side.create({ data: { ...side, location: {}, place: word, mappings: [], position: 0 } });
    await db.optionSet.create({ data: { organizationId, id: newUuid(), name: word, options: [word] } });
  });
  await withRows(organizationId, (client) => plantRows(client, { organizationId, registryId, rowId, word }));
  return {
    organizationId,
    apiKey,
    word,
    registryId: publicId("reg", registryId),
    rowId: publicId("row", rowId),
  };
}

const registryOf = (name: string) => ({
  name,
  fields: [{ id: "name", name: "name", type: "text" }],
  key: ["name"],
  mode: "bidirectional",
  schedule: "manual",
  conflict: "hash",
  match: "create-only",
  deletes: "hold",
  brakes: {},
});

async function plantRows(
  client: RowClient,
  {
    organizationId,
    registryId,
    rowId,
    word,
  }: Record<"organizationId" | "registryId" | "rowId" | "word", string>,
): Promise<void> {
  for (let nth = 0; nth < 5; nth += 1)
    await client.query(
      `insert into rows.base (organization_id, registry_id, row_id, key, hash, cells) values ($1, $2, $3, $4, 'h', $5)`,
      [
        organizationId,
        registryId,
        nth === 0 ? rowId : newUuid(),
        JSON.stringify([`${word}-${nth}`]),
        { name: word },
      ],
    );
  await client.query(
    `insert into rows.row_version (organization_id, registry_id, row_id, version, key, cells, run_id)
     select organization_id, registry_id, row_id, version, key, cells, gen_random_uuid() from rows.base`,
  );
}
