import { newUuid } from "@/lib/ids";
import { withOrg } from "../../control";
import { insertOptionSet } from "../../option-sets";
import { withRows } from "../../row-store";
import { keepChoice } from "../../rows/conflict-choices";
import { storeWish } from "../../rows/orders";
import { postgresRunStore } from "../../run-store";
import { publishSchemaDraft, saveSchemaDraft } from "../../schemas";
import { sampleRun } from "../sample-registry";
import { placeRegistry, placeRun } from "../stored-places";
import { COLUMNS, type Dump, type Harness, inOrder, type Line } from "./harness";
import { type SamplePlaces, samplePlaces } from "./places";

const PERSON = { type: "person", ref: "per_1" };

/** A harness over Postgres: an organization of its own in the database that this process uses. */
export async function openPostgresHarness(places: SamplePlaces = samplePlaces()): Promise<Harness> {
  const organizationId = newUuid();
  const { registry, contacts, connectionIds } = places;
  await withOrg(organizationId, async (db) => {
    await db.organization.create({ data: { id: organizationId, name: "Test" } });
    await db.connection.createMany({
      data: connectionIds.map((id) => ({ organizationId, id, kind: "memory", name: id, label: id })),
    });
    for (const one of [registry, contacts]) await placeRegistry(db, organizationId, one);
  });
  return {
    store: postgresRunStore(organizationId),
    registry,
    contacts,
    addRun: async (change) => {
      const run = sampleRun({ id: newUuid(), registryId: registry.id, syncId: newUuid() }, change);
      await withOrg(organizationId, (db) => placeRun(db, organizationId, run));
      return run.id;
    },
    storeWish: (wish) =>
      withRows(organizationId, (client) => storeWish(client, registry.id, { ...wish, actor: PERSON })),
    choose: ({ rowId, field }, choice) =>
      withRows(organizationId, async (client) => {
        const { rows } = await client.query<{ id: string }>(
          "select id from rows.conflict where row_id = $1 and field = $2 and not resolved and not provisional",
          [rowId, field],
        );
        return rows[0] !== undefined && keepChoice(client, rows[0].id, choice);
      }),
    publish: (registryId, document) =>
      withOrg(organizationId, async (db) => {
        const id = newUuid();
        const at = new Date();
        await saveSchemaDraft(db, organizationId, { id, registryId, document, hash: id, at });
        await publishSchemaDraft(db, id, { version: "1.0.0", at });
      }),
    addOptionSet: (set) => withOrg(organizationId, (db) => insertOptionSet(db, organizationId, set)),
    dump: () => dumpOf(organizationId),
  };
}

const columnOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const CONTROL: ReadonlySet<string> = new Set(["registry", "run"]);

const ENTRIES =
  'select seq, action, target_ref as "targetRef", run_id as "runId" from ledger.entry order by seq';

/** All tables in one round trip: a differential test asks for them after every step. */
async function dumpOf(organizationId: string): Promise<Dump> {
  const tables = Object.entries(COLUMNS).map(([table, names]) => {
    const columns = names.map((name) => `${columnOf(name)} as "${name}"`).join(", ");
    return `select ${columns} from ${CONTROL.has(table) ? "public" : "rows"}.${table}`;
  });
  const answers = await withRows(organizationId, (client) => client.query([...tables, ENTRIES].join(";")));
  const lists = (answers as unknown as readonly { readonly rows: readonly Line[] }[]).map(({ rows }) => rows);
  const dump = Object.keys(COLUMNS).map((table, at) => [table, inOrder(lists[at] ?? [])]);
  return { ...Object.fromEntries(dump), entry: lists.at(-1) } as Dump;
}
