import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readCorpus } from "./corpus";
import { differencesOf, openSimPlane, type SimPlane } from "./postgres.test-kit";
import { SEEDS_TIMEOUT_MS, seedsFrom } from "./seeds.test-kit";
import { simulate } from "./simulate";

vi.mock("@/lib/log", () => ({ log: () => {} }));

let plane: SimPlane;

beforeAll(async () => {
  plane = await openSimPlane();
});

afterAll(() => plane.close());

test("a hundred seeds pass on Postgres, as they do in memory", { timeout: SEEDS_TIMEOUT_MS }, async () => {
  expect(await differencesOf(seedsFrom(1, 100), plane)).toEqual([]);
});

test("seeds that failed once on Postgres pass", { timeout: SEEDS_TIMEOUT_MS }, async () => {
  const kept = readCorpus().filter(({ store }) => store === "postgres");
  const seeds = kept.map(({ seed }) => seed);
  expect(await differencesOf(seeds, plane)).toEqual([]);
});

test("a seed is the same again", async () => {
  const once = await simulate(11, plane.open, true);
  expect(await simulate(11, plane.open, true)).toEqual(once);
  expect(once.trace.split("\n").length).toBeGreaterThan(20);
});

test("all times are the simulation's, and the same seed has the same ids", async () => {
  const idsOf = async () => {
    await simulate(3, plane.open);
    const { rows } = await plane.admin.query<{ ids: string[] }>(
      `select array_agg(row_id::text order by key) as ids from rows.base
        where organization_id = (select organization_id from rows.base order by organization_id desc limit 1)`,
    );
    return rows[0]?.ids ?? [];
  };
  const once = await idsOf();
  expect(once.length).toBeGreaterThan(1);
  expect(await idsOf()).toEqual(once);
  const { rows: times } = await plane.admin.query<{ years: number[] }>(
    `select array_agg(distinct extract(year from at)::int) as years from (
       select at from rows.row_version union all select at from rows.conflict union all select first_seen from rows.issue
       union all select last_seen from rows.issue union all select written_at from rows.link
       union all select updated_at from rows.base union all select sent_at from rows.plan
       union all select touched_at from public.run) t where at is not null`,
  );
  expect(times[0]?.years).toEqual([2031]);
});
