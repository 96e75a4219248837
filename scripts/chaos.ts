import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { readOptions } from "./chaos/options";
import { Random } from "./chaos/random";
import { type PointResult, runPoint } from "./chaos/run-point";
import { closeScene, openScene, type Scene } from "./chaos/scene";
import { runScript } from "./plain-error.mjs";

/** Keys that no seeded city has; each start of this script uses its own. */
const FIRST_KEY = 90_000_000;

/**
 * The demo under kill -9: at each point people edit all three sides, a run begins, one part or all of it is killed at
 * the printed moment, and after the next start nothing may be lost, doubled or different. Stops at the first failure
 * and keeps its folder.
 */
runScript(async () => {
  const options = readOptions(process.argv.slice(2));
  const { seed, points, report } = options;
  const isOurs = options.directory === undefined;
  const directory = options.directory ?? mkdtempSync(path.join(os.tmpdir(), "chittysync-chaos-"));
  mkdirSync(directory, { recursive: true });
  // What is killed here must be the demo's own Postgres.
  for (const name of ["DATABASE_URL", "DATABASE_MIGRATE_URL"]) delete process.env[name];
  console.log(`seed ${seed}, ${points} points, in ${directory}`);
  const { done, failures } = await runPoints({ seed, points, directory });
  if (failures > 0) console.log(`the demo's state and logs are kept in ${directory}`);
  else if (isOurs) rmSync(directory, { recursive: true, force: true });
  if (report !== undefined)
    writeFileSync(
      report,
      JSON.stringify({ numPassedTests: done - failures, numFailedTests: failures, numPendingTests: 0 }),
    );
  console.log(`${done} points, ${failures} failures`);
  return failures > 0 ? 1 : 0;
});

interface Plan {
  readonly seed: number;
  readonly points: number;
  readonly directory: string;
}

async function runPoints({ seed, points, directory }: Plan): Promise<{ done: number; failures: number }> {
  let scene = await openScene(directory);
  try {
    await prepare(scene);
    let key = Math.max(FIRST_KEY, ...(await keysOf(scene)));
    const fresh = () => String(++key);
    for (let number = 1; number <= points; number += 1) {
      const random = new Random(seed * 1_000 + number);
      const { words, problems, scene: next } = await attempt(scene, { number, random, directory, fresh });
      scene = next;
      console.log(`${problems.length > 0 ? "FAILED " : ""}point ${number}: ${words}`);
      for (const problem of problems) console.log(`  ${problem}`);
      if (problems.length === 0) continue;
      console.log(`replay: npm run chaos -- --seed ${seed} --points ${number}`);
      return { done: number, failures: 1 };
    }
    return { done: points, failures: 0 };
  } finally {
    await closeScene(scene);
    await scene.demo.stop();
  }
}

/** What throws is a failure of its point, too. */
async function attempt(scene: Scene, point: Parameters<typeof runPoint>[1]): Promise<PointResult> {
  try {
    return await runPoint(scene, point);
  } catch (error) {
    return { words: "could not be finished", problems: [inspect(error)], scene };
  }
}

/** No run but ours, and nothing left to do from before. */
async function prepare({ api, registry }: Scene): Promise<void> {
  await api.ask("PATCH", `/registries/${registry.id}`, { schedule: "manual" });
  const newest = await api.newestRun(registry.id);
  if (newest) await api.untilOver(newest.id);
  await api.sync(registry.id);
}

async function keysOf({ sides }: Scene): Promise<number[]> {
  const { postgres } = await sides.read();
  return postgres.map(({ key }) => Number(key));
}
