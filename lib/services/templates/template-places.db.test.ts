import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "@/lib/auth/policy";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { addPlaceFields } from "../connections/add-place-fields";
import { createPlace, listParents } from "../connections/create-place";
import { createPlaceInput } from "../connections/place-input";
import { createOptionSet } from "../option-sets/change-option-sets";
import { createRegistry } from "../registries/create-registry";
import { lastDriftCheck } from "../registries/drift-certificate";
import { fieldIdOf } from "../registries/propose-mapping";
import { createRegistryInput } from "../registries/registry-input";
import { publishSchema } from "../schemas/publish-schema";
import { saveDraft } from "../schemas/save-draft";
import { ALL_TEMPLATES } from "./all-templates";
import { applyTemplate } from "./apply-template";
import { KYC_FILES } from "./kyc-files";
import type { Template } from "./template";
import type { TemplateBody } from "./template-body";

let world: World;
let caller: Caller;
let connectionIds: readonly string[];
beforeAll(async () => {
  world = await openWorld();
  ({ caller } = world.tenant);
  const { notion, postgres, google } = world.tenant.connections;
  connectionIds = [notion, postgres, google];
});
afterAll(() => world.close());

/** Makes a template's places on all three systems, each in the first parent of its system. */
async function madeOf(templateId: string) {
  const wanted = await applyTemplate(caller, templateId, {
    sides: connectionIds.map((connectionId) => ({ connectionId })),
    optionSets: {},
  });
  const made = [];
  for (const { connectionId, title, key, missing } of wanted.places) {
    const [parent] = await listParents(caller, connectionId, "");
    const place = createPlaceInput.parse({ parent: parent?.address, title, key, fields: missing });
    made.push({ connectionId, place, ...(await createPlace(caller, connectionId, place)) });
  }
  return made;
}

/** What the ledger has of places made on a connection, oldest first. */
const entriesOf = async (connectionId: string) => {
  const entries = await world.ours<{ action: string; payload: string }>(
    "select action, payload from ledger.entry where target_ref = $1 and action like '%place%' order by seq",
    [connectionId],
  );
  return entries.map(({ action, payload }) => [action, JSON.parse(payload)] as const);
};

/** The registry that a draft with this body becomes. */
async function registryOf({ draft }: TemplateBody) {
  const { fields = [], key = [], sides = [], name } = draft;
  const nameOf = new Map(fields.map((field) => [field.ref, field.name]));
  return createRegistry(
    caller,
    createRegistryInput.parse({
      name,
      key: key.map((ref) => nameOf.get(ref)),
      fields: fields.map(({ name: called, type }) => ({ name: called, type })),
      sides: sides.map(({ mappings, ...side }) => ({
        ...side,
        mappings: mappings.map((mapping) => ({ ...mapping, field: nameOf.get(mapping.field) })),
      })),
    }),
  );
}

/** A template's places on all three systems, and the registry over them with its rules in force. */
async function begun(id: string) {
  const made = await madeOf(id);
  const sides = made.map(({ connectionId, location }) => ({ connectionId, location }));
  const { optionSets } = await applyTemplate(caller, id, { sides: [], optionSets: {} });
  const kept = await Promise.all(
    optionSets.map(async ({ name, options }) => {
      const set = await createOptionSet(caller, { name, options: [...options] });
      return [name, set.id] as const;
    }),
  );
  const body = await applyTemplate(caller, id, { sides, optionSets: Object.fromEntries(kept) });
  expect(body.places.map(({ missing }) => missing)).toEqual([[], [], []]);
  const registry = await registryOf(body);
  await saveDraft(caller, registry.id, body.schema);
  await publishSchema(caller, registry.id, {});
  return registry;
}

test.each(ALL_TEMPLATES.filter(({ id }) => id !== KYC_FILES.id).map(({ id }) => id))(
  "%s is made on all three systems and mapped whole, its rules are in force",
  async (id) => {
    const { fields, sides } = await begun(id);
    for (const { mappings } of sides) expect(mappings).toHaveLength(fields.length);
  },
);

test("rows that a person enters in one of its tables become equal everywhere", async () => {
  const registry = await begun(KYC_FILES.id);
  await insertSample(KYC_FILES);
  await world.run(registry.id);
  // What was entered away from a field's home is put back once its row is agreed.
  const run = await world.run(registry.id);
  expect(run).toMatchObject({ status: "done", counts: { issue: 0, conflict: 0, verified: 3 } });
  await world.run(registry.id, { kind: "drift-check" });
  const { certificate } = await lastDriftCheck(caller, registry.id);
  expect(certificate).toMatchObject({ equal: true, rows: 3, matched: 3 });
});

/** The template's sample, written into its table by a person, each row in the state in which its life begins. */
async function insertSample(template: Template): Promise<void> {
  const { lifecycle, fields } = template;
  for (const row of template.sample) {
    const begun = lifecycle ? { ...row, [lifecycle.field]: lifecycle.initial[0] ?? "" } : row;
    const cells = fields.flatMap(({ name }) => {
      const value = begun[name];
      return value === undefined ? [] : [[fieldIdOf(name, new Set()), value] as const];
    });
    const columns = cells.map(([column]) => `"${column}"`).join(", ");
    const places = cells.map((_, at) => `$${at + 1}`).join(", ");
    const table = fieldIdOf(template.name, new Set());
    await world.sql(
      `insert into "${table}" (${columns}) values (${places})`,
      cells.map(([, value]) => value),
    );
  }
}

const wish = createPlaceInput.parse({
  parent: { schema: "public" },
  title: "shelf",
  key: ["code"],
  fields: [{ name: "code", type: "text" }],
});

test("each making is told in the ledger, found again or not, and so is a field that is added", async () => {
  const { postgres } = world.tenant.connections;
  const before = (await entriesOf(postgres)).length;
  const first = await createPlace(caller, postgres, wish);
  expect(first).toMatchObject({ isNew: true, location: { schema: "public", table: "shelf" } });
  expect(await createPlace(caller, postgres, wish)).toEqual({ ...first, isNew: false });
  const fields = createPlaceInput.shape.fields.parse([
    { name: "Code", type: "text" },
    { name: "due", type: "date" },
  ]);
  const added = await addPlaceFields(caller, postgres, { location: first.location, fields });
  expect(added).toMatchObject({ added: ["due"], fields: [{ name: "code" }, { name: "due", type: "date" }] });
  const { location } = first;
  expect((await entriesOf(postgres)).slice(before)).toEqual([
    ["connection.place-created", { title: "shelf", location, isNew: true, fields: ["code"] }],
    ["connection.place-created", { title: "shelf", location, isNew: false, fields: ["code"] }],
    ["connection.place-extended", { location, added: ["due"] }],
  ]);
});

test("who may not write registries makes nothing, and nobody on another's connection", async () => {
  const { postgres } = world.tenant.connections;
  const viewer: Caller = { ...caller, role: "viewer", scopes: new Set(["read"]) };
  await expect(createPlace(viewer, postgres, wish)).rejects.toMatchObject({ kind: "forbidden" });
  const other = await world.addTenant("Other");
  await expect(createPlace(other.caller, postgres, wish)).rejects.toMatchObject({ kind: "not-found" });
  await expect(
    applyTemplate(other.caller, "vendors", { sides: [{ connectionId: postgres }], optionSets: {} }),
  ).rejects.toMatchObject({ kind: "invalid-input", paths: [{ path: "/sides/0/connectionId" }] });
});

test.each([
  [{ fields: [...wish.fields, { ...wish.fields[0], name: "CODE" }] }, "/fields/1/name"],
  [{ key: ["number"] }, "/key/0"],
])("a wish that cannot be is refused before the system is asked: %#", async (fault, path) => {
  const { postgres } = world.tenant.connections;
  await expect(
    createPlace(caller, postgres, createPlaceInput.parse({ ...wish, ...fault })),
  ).rejects.toMatchObject({ kind: "invalid-input", paths: [{ path }] });
});
