import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, publicId } from "@/lib/ids";
import { type Companies, companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { addRegistryColumns, addRegistryColumnsInput } from "./add-registry-columns";
import { getRegistry } from "./browse-registries";

let world: World;
let registry: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 3) });
  await registry.run();
});

afterAll(() => world.close());

const add = (side: string, names: readonly string[], caller = world.tenant.caller) =>
  addRegistryColumns(
    caller,
    registry.id,
    addRegistryColumnsInput.parse({ side, fields: names.map((name) => ({ name, type: "text" })) }),
  );

test("every kind of side gets the columns that it lacks, and nothing of the registry is changed", async () => {
  const before = await getRegistry(world.tenant.caller, registry.id);
  for (const side of Object.values(registry.sides)) {
    const { sides } = await add(side, ["Site", "CITY"]);
    expect(sides).toMatchObject([{ side, problem: null }]);
    const names = sides[0]?.columns.map(({ name }) => name.toLowerCase()) ?? [];
    expect(names.filter((name) => name === "site" || name === "city").sort()).toEqual(["city", "site"]);
  }
  expect(await getRegistry(world.tenant.caller, registry.id)).toEqual(before);
  expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
});

test("a side of another registry, another organization and who may not write are refused", async () => {
  await expect(add(publicId("sid", newUuid()), ["Site"])).rejects.toMatchObject({
    kind: "invalid-input",
    paths: [{ path: "/side" }],
  });
  const viewer = { ...world.tenant.caller, role: "viewer" as const, scopes: new Set(["read" as const]) };
  await expect(add(registry.sides.notion, ["Site"], viewer)).rejects.toMatchObject({ kind: "forbidden" });
  const other = await world.addTenant("Other");
  await expect(add(registry.sides.notion, ["Site"], other.caller)).rejects.toMatchObject({
    kind: "not-found",
  });
});
