import { afterAll, beforeAll, expect, test } from "vitest";
import { publicId } from "@/lib/ids";
import { type Companies, companies, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;
let registry: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 12) });
  await registry.run();
});

afterAll(() => world.close());

interface Flow {
  readonly from: string;
  readonly to: string;
  readonly done: number;
  readonly failed: number;
}

const name = (uuid: string) => {
  const id = publicId("sid", uuid);
  return Object.entries(registry.sides).find(([, side]) => side === id)?.[0] ?? id;
};

const flow = async () => {
  const lines = await world.ours<Flow>(
    `select from_side as "from", to_side as "to", sum(done)::int as done, sum(failed)::int as failed
       from rows.flow group by 1, 2`,
  );
  return Object.fromEntries(
    lines.map(({ from, to, done, failed }) => [`${name(from)} > ${name(to)}`, { done, failed }]),
  );
};

const measured = async () => {
  const lines = await world.ours<{ from: string; to: string; part: string; told: boolean; count: number }>(
    `select from_side as "from", to_side as "to", split_part(key, ' ', 1) as part, told, sum(value::int)::int as count
       from rows.latency, jsonb_each_text(counts) group by 1, 2, 3, 4`,
  );
  return Object.fromEntries(
    lines.map(({ from, to, part, told, count }) => [`${name(from)} > ${name(to)} ${part} ${told}`, count]),
  );
};

test("a first sync moves rows, and measures nothing: nobody edited them", async () => {
  expect(await flow()).toEqual({
    "notion > postgres": { done: 12, failed: 0 },
    "notion > google": { done: 12, failed: 0 },
  });
  expect(await measured()).toEqual({});
});

test("an edit is measured to each other side, by the side's own time where it tells one", async () => {
  await registry.sheet.edit("C03", "City", "From the sheet");
  await registry.run();
  const parts = (direction: string, told: boolean) =>
    Object.fromEntries(
      ["total", "wait", "theirs", "ours"].map((part) => [`${direction} ${part} ${told}`, 1]),
    );
  expect(await measured()).toEqual({
    ...parts("google > notion", false),
    ...parts("google > postgres", false),
  });
  expect(await flow()).toMatchObject({
    "google > notion": { done: 1, failed: 0 },
    "google > postgres": { done: 1, failed: 0 },
  });
  world.advance(120_000);
  await registry.notion.edit("C04", "City", "From Notion");
  await registry.run();
  expect(await measured()).toMatchObject({
    ...parts("notion > postgres", true),
    ...parts("notion > google", true),
  });
});

test("a run at rest moves and measures nothing", async () => {
  const before = [await flow(), await measured()];
  await registry.run();
  expect([await flow(), await measured()]).toEqual(before);
});
