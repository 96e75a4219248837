import { afterAll, beforeAll, expect, test } from "vitest";
import { type Companies, companies, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;
let registry: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, {
    notion: companies(1, 6),
    settings: { strategies: { City: { strategy: "manual" } } },
  });
  await registry.run();
});

afterAll(() => world.close());

const person = () => world.notion<{ id: string; name: string }[]>("list-users")[0]?.name;

async function disagree(code: string, city: string): Promise<void> {
  await registry.notion.edit(code, "City", `${city} in Notion`);
  await registry.table.edit(code, "City", `${city} in SQL`);
}

const whoSaid = async (code: string) => {
  const conflict = (await registry.conflicts()).data.find(({ key }) => key[0] === code);
  return conflict?.candidates.map(({ by }) => by);
};

/** Requests for users since the last reset. */
const asked = () => {
  const { requests } = world.notion<{ requests: Record<string, number> }>("counts");
  const forUsers = Object.entries(requests).filter(([call]) => call.includes("/users/"));
  return forUsers.reduce((sum, [, count]) => sum + count, 0);
};

test("a conflict says who changed the record, by name, where the side tells", async () => {
  await disagree("C01", "Porto");
  await disagree("C02", "Faro");
  world.notion("reset-counts");
  await registry.run();
  expect(await whoSaid("C01")).toEqual([person(), null]);
  expect(await whoSaid("C02")).toEqual([person(), null]);
  // One person, asked for once.
  expect(asked()).toBe(1);
});

test("nobody is asked for where there is no conflict, or its people have names", async () => {
  await registry.notion.edit("C03", "Name", "No quarrel");
  world.notion("reset-counts");
  await registry.run();
  expect(asked()).toBe(0);
});

test("a run does not fail for a name; the next one names who is still unknown", async () => {
  await disagree("C04", "Braga");
  world.notion("fault", { match: { path: "/v1/users/" }, kind: "500" });
  expect((await registry.run()).status).not.toBe("failed");
  expect(await whoSaid("C04")).toEqual([null, null]);
  world.notion("clear-faults");
  await registry.run();
  expect(await whoSaid("C04")).toEqual([person(), null]);
});
