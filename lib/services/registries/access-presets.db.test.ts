import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { applyAccessPreset } from "./access-presets";
import { getRegistry } from "./browse-registries";
import { createRegistry } from "./create-registry";
import { type AccessPresetInput, createRegistryInput } from "./registry-input";
import type { RegistryView } from "./registry-view";
import { updateRegistry } from "./update-registry";

let world: World;
let registry: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world);
});

afterAll(() => world.close());

/** Each field's directions in Notion, Postgres and the sheet. */
const directionsOf = (view: RegistryView): Record<string, string> =>
  Object.fromEntries(
    view.fields.map(({ name }) => [
      name,
      view.sides
        .map(({ mappings }) => mappings.find(({ field }) => field === name)?.direction ?? "-")
        .join(" "),
    ]),
  );
const apply = (
  input: Omit<AccessPresetInput, "side"> & { side?: string | number },
  caller = world.tenant.caller,
) => applyAccessPreset(caller, registry.id, { side: registry.sides.notion, ...input });
const BOTH = Object.fromEntries(
  ["Code", "Name", "City", "Staff", "Sector", "Tags"].map((name) => [name, "both both both"]),
);

describe("a preset turns directions and nothing else", () => {
  beforeEach(async () => {
    await updateRegistry(world.tenant.caller, registry.id, { mode: "one-way" });
    await updateRegistry(world.tenant.caller, registry.id, { mode: "bidirectional" });
    expect(directionsOf(await getRegistry(world.tenant.caller, registry.id))).toEqual(BOTH);
  });

  test("foundation: every field is edited on its side only", async () => {
    const after = directionsOf(await apply({ preset: "foundation" }));
    expect(new Set(Object.values(after))).toEqual(new Set(["both out out"]));
    // Another side takes over: it may edit again, and the first no longer.
    const moved = directionsOf(await apply({ preset: "foundation", side: 2 }));
    expect(new Set(Object.values(moved))).toEqual(new Set(["out out both"]));
  });

  test("governed: the chosen fields only", async () => {
    expect(directionsOf(await apply({ preset: "governed", fields: ["City", "sector"] }))).toEqual({
      ...BOTH,
      City: "both out out",
      Sector: "both out out",
    });
  });

  test("may not edit, and may again", async () => {
    const side = registry.sides.google;
    const refused = await apply({ preset: "may-not-edit", side, fields: ["Name", "City"] });
    expect(directionsOf(refused)).toEqual({ ...BOTH, Name: "both both out", City: "both both out" });
    expect(directionsOf(await apply({ preset: "may-edit", side, fields: ["City", "Staff"] }))).toEqual({
      ...BOTH,
      Name: "both both out",
    });
  });

  test("what is so already changes nothing, a field that is off elsewhere stays off", async () => {
    const sides = (await getRegistry(world.tenant.caller, registry.id)).sides.map(({ id, mappings }) => ({
      id,
      mappings: mappings.map((mapping) => ({
        ...mapping,
        direction:
          id === registry.sides.postgres && mapping.field === "City" ? ("off" as const) : ("both" as const),
      })),
    }));
    await updateRegistry(world.tenant.caller, registry.id, { sides });
    const after = await apply({ preset: "governed", fields: ["City"] });
    expect(directionsOf(after)).toEqual({ ...BOTH, City: "both off out" });
    expect(await apply({ preset: "governed", fields: ["City"] })).toEqual(after);
  });
});

describe("a preset that cannot hold is refused with the way out", () => {
  const refusal = (path: string, message: string) => ({
    kind: "invalid-input",
    remedy: expect.stringMatching(/leave these fields out/i),
    paths: [{ path, message: expect.stringContaining(message) }],
  });

  test("fields that are not there, not named, or mapped nowhere else", async () => {
    await expect(apply({ preset: "governed", fields: ["Nope"] })).rejects.toMatchObject({
      paths: [{ path: "/fields/0" }],
    });
    await expect(apply({ preset: "may-not-edit" })).rejects.toMatchObject(refusal("/fields", "which fields"));
    await expect(apply({ preset: "may-edit", side: 7, fields: ["City"] })).rejects.toMatchObject({
      paths: [{ path: "/side" }],
    });
    await expect(
      apply({ preset: "governed", side: registry.sides.postgres, fields: ["Name", "City"] }),
    ).rejects.toMatchObject(refusal("/fields/1", "City is not mapped on"));
  });

  test("a field that no side could edit any more", async () => {
    await apply({ preset: "foundation", fields: ["Name"] });
    await expect(apply({ preset: "may-not-edit", fields: ["Code", "Name"] })).rejects.toMatchObject(
      refusal("/fields/1", "no side could edit Name"),
    );
  });

  test("by someone who may not, or in another organization", async () => {
    const viewer = { ...world.tenant.caller, role: "viewer" as const };
    await expect(apply({ preset: "foundation" }, viewer)).rejects.toMatchObject({ kind: "forbidden" });
    const other = await world.addTenant("Eve");
    await expect(apply({ preset: "foundation" }, other.caller)).rejects.toMatchObject({ kind: "not-found" });
  });

  test("a column that cannot be written", async () => {
    const { caller, connections } = world.tenant;
    await world.sql(
      `create table left_side (code text primary key, label text generated always as ('no ' || code) stored)`,
    );
    await world.sql("create table right_side (code text primary key, label text)");
    const made = await createRegistry(
      caller,
      createRegistryInput.parse({
        name: "Labels",
        key: ["code"],
        sides: ["left_side", "right_side"].map((table) => ({
          connectionId: connections.postgres,
          location: { schema: "public", table },
        })),
      }),
    );
    expect(directionsOf(made)).toEqual({ code: "both both", label: "in both" });
    await expect(applyAccessPreset(caller, made.id, { preset: "foundation", side: 1 })).rejects.toMatchObject(
      refusal("/fields", "label cannot be written on Postgres: left_side"),
    );
    const after = await applyAccessPreset(caller, made.id, { preset: "foundation", side: 0 });
    expect(directionsOf(after)).toEqual({ code: "both out", label: "in out" });
  });
});
