import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { inspect } from "node:util";
import { isOver, type Run } from "../../e2e/support/api";
import { differences } from "../../e2e/support/compare";
import type { Cells } from "../../e2e/support/three-sides";
import { applyEdits } from "./apply-edits";
import { COLUMNS, chooseRound, type Round } from "./choose-edits";
import { chooseKill, type Kill, momentWords } from "./choose-kill";
import { type Edit, type Expected, editLine, expectEdits, expectedOf } from "./edit";
import { ledgerProblems } from "./ledger";
import { losses } from "./losses";
import type { Random } from "./random";
import { type Reached, reachMoment } from "./reach-moment";
import { closeScene, openScene, type Scene } from "./scene";
import { kill } from "./victims";

/** A run that nobody carries on is found and sent again after three minutes; this is longer. */
const PATIENCE_MS = 300_000;

const DOWN_MS = 60_000;

/** How long a demo that is being stopped takes at most. */
const ENDING_MS = 15_000;

export interface PointResult {
  readonly words: string;
  /** In sentences; none = the point passed. */
  readonly problems: readonly string[];
  readonly scene: Scene;
}

interface Point {
  readonly number: number;
  readonly random: Random;
  readonly directory: string;
  readonly fresh: () => string;
}

/** Edits on all sides, a run, a kill in it, a new start, and the look at what became of it all. */
export async function runPoint(before: Scene, point: Point): Promise<PointResult> {
  const rows = await standing(before);
  const { countries } = before;
  const round = chooseRound(point.random, [...rows.keys()], { countries, fresh: point.fresh });
  const chosen = chooseKill(point.random, point.number);
  const expected = expectedOf(rows);
  expectEdits(expected, round.edits);
  expectEdits(expected, round.meanwhile);
  noteEdits(point, chosen, [...round.edits, ...round.meanwhile]);
  await applyEdits(before.sides, before.hands, round.edits);
  const { place, killed } = await killInRun(before, { chosen, round, directory: point.directory });

  const started = performance.now();
  const scene = await openScene(point.directory);
  const up = performance.now();
  const { ending, problems } = await checkHealed(scene, killed, expected).catch(async (error: unknown) => {
    // Its end explains every refused connection, and is noticed a moment later than those.
    const ended = await Promise.race([scene.demo.ended, delay(ENDING_MS, "the demo goes on")]);
    return { ending: "was not seen to end", problems: [inspect(error), ended] };
  });
  const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(1)} s`;
  const times = `up again in ${seconds(started, up)}, healed and checked in ${seconds(up, performance.now())}`;
  return { words: `${place}; ${times}; the run ${ending}`, problems, scene };
}

interface Killing {
  readonly chosen: Kill;
  readonly round: Round;
  readonly directory: string;
}

/** Runs up to the chosen moment, lets people edit other rows, kills, and waits until the demo is down. */
async function killInRun(
  scene: Scene,
  { chosen, round, directory }: Killing,
): Promise<{ place: string; killed: Run }> {
  const { api, demo, hands, ready, registry, sides } = scene;
  await sides.control.resetCounts();
  const stage = { ready, api, control: sides.control, registryId: registry.id };
  const reached = await reachMoment(stage, chosen.moment);
  const place = await placeWords(scene, chosen, reached);
  await applyEdits(sides, hands, round.meanwhile);
  await kill(chosen.victim, directory, demo.pid ?? 0);
  await reached.release();
  const waiting = new AbortController();
  await Promise.race([demo.ended, late(waiting.signal)]);
  waiting.abort();
  await closeScene(scene);
  return { place, killed: reached.run };
}

/** Rejects when the demo, which ends as soon as one of its parts does, is still there. */
async function late(signal: AbortSignal): Promise<never> {
  await delay(DOWN_MS, undefined, { signal });
  throw new Error(`the demo did not end within ${DOWN_MS / 1000} s of the kill`);
}

/** The rows that all sides hold alike. Throws when they do not. */
async function standing(scene: Scene): Promise<ReadonlyMap<string, Cells>> {
  const sides = await scene.sides.read();
  const unequal = differences(sides, COLUMNS);
  if (unequal.length > 0) throw new Error(`the sides differ before the point:\n${unequal.join("\n")}`);
  return new Map(sides.postgres.map(({ key, cells }) => [key, cells]));
}

async function placeWords(
  scene: Scene,
  { victim, moment }: Kill,
  { run, isMissed }: Reached,
): Promise<string> {
  const { control } = scene.sides;
  const [notion, google] = [await control.counts("notion"), await control.counts("google")];
  const phase = isOver(run)
    ? `after the run was ${run.status}`
    : `at phase ${run.phases.at(-1)?.name ?? "queued"}`;
  const writes = `after ${notion.writes} writes to Notion and ${google.writes} to the sheet`;
  const late = isMissed ? " (the run was over first)" : "";
  return `${victim} killed ${phase}, ${momentWords(moment)}${late}, ${writes}`;
}

/** Waits for the killed run's end, runs once more, and then nothing may be left to do. */
async function checkHealed(
  scene: Scene,
  killed: Run,
  expected: Expected,
): Promise<{ ending: string; problems: string[] }> {
  const { api, registry, ready, sides } = scene;
  const first = await api.untilOver(killed.id, PATIENCE_MS);
  const second = await api.sync(registry.id);
  const rows = await sides.read();
  const problems = [
    ...(first.status === "done-with-issues" ? [] : unlessDone("the killed run", first)),
    ...unlessDone("the run after it", second),
    ...differences(rows, COLUMNS),
    ...losses(rows.postgres, expected, COLUMNS),
    ...(await idleProblems(scene, expected.size)),
    ...(await ledgerProblems(ready.databaseUrl, ready.org)),
  ];
  return { ending: `ended ${first.status}`, problems };
}

/** A run with nothing to do writes nowhere and finds all rows equal. */
async function idleProblems({ api, registry, sides }: Scene, size: number): Promise<string[]> {
  await sides.control.resetCounts();
  const mark = await sides.table.writeMark();
  const idle = await api.sync(registry.id);
  const [notion, google] = await Promise.all([
    sides.control.counts("notion"),
    sides.control.counts("google"),
  ]);
  const problems = unlessDone("the last run", idle);
  if (notion.writes + google.writes > 0)
    problems.push(`the last run wrote ${notion.writes} times to Notion, ${google.writes} times to the sheet`);
  if (mark !== (await sides.table.writeMark())) problems.push("the last run wrote to the table");
  const { verified, rows } = idle.counts;
  if (verified !== size || rows !== size)
    problems.push(`the last run verified ${verified} of ${rows} rows, not ${size}`);
  return problems;
}

function unlessDone(name: string, run: Run): string[] {
  if (run.status === "done") return [];
  const why = run.error?.message ?? run.brakes[0]?.message ?? `${run.counts.issue} issues`;
  return [`${name} is ${run.status}: ${why}`];
}

/** What the point is about to do, for whoever looks into a failure. */
function noteEdits({ directory, number }: Point, { victim, moment }: Kill, edits: readonly Edit[]): void {
  const lines = [`kill ${victim} ${momentWords(moment)}`, ...edits.map(editLine)];
  writeFileSync(path.join(directory, `point-${number}.txt`), `${lines.join("\n")}\n`);
}
