import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Random } from "@/scripts/chaos/random";
import { companies, makeCompanies } from "./testing/companies";
import { Log } from "./testing/gestures/log";
import { Moments } from "./testing/gestures/moments";
import { Places } from "./testing/gestures/places";
import { calm, liveThrough } from "./testing/gestures/round";
import { openWorld, type World } from "./testing/world";

vi.mock("@/lib/log", () => ({ log: () => {} }));

/** One seed, or first-last; a sample without it. */
const [FIRST = 1, LAST = FIRST] = (process.env.GESTURE_SEEDS ?? "1-5").split("-").map(Number);
const ROUNDS = 3;

const moments = new Moments();
let world: World;

beforeAll(async () => {
  world = await openWorld(moments.around);
});
afterAll(() => world.close());

async function live(seed: number): Promise<void> {
  const random = new Random(seed);
  const trace: string[] = [];
  const registry = await makeCompanies(world, {
    name: `Companies ${seed}`,
    table: `companies_${seed}`,
    notion: companies(1, 20),
    rowIds: seed % 2 === 0,
  });
  let fresh = 100;
  const places = new Places(world, registry, new Log());
  moments.clear();
  calm({ places });
  const round = { places, moments, random, trace, fresh: () => (fresh += 1) };
  await registry.run();
  for (let at = 1; at <= ROUNDS; at += 1) {
    trace.push(`round ${at}`);
    const violations = await liveThrough(round).catch((thrown: Error) => [thrown.stack ?? thrown.message]);
    if (violations.length > 0) {
      const repeat = `GESTURE_SEEDS=${seed} npx vitest run --project db lib/sync/gestures.db.test.ts`;
      expect.fail([...violations, ...trace, repeat].join("\n"));
    }
  }
}

const seeds = Array.from({ length: LAST - FIRST + 1 }, (_, at) => FIRST + at);

test.each(seeds)("nothing is lost or doubled by what people do: seed %i", { timeout: 120_000 }, (seed) =>
  live(seed),
);
