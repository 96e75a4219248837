import { writeFileSync } from "node:fs";
import path from "node:path";
import { isOver, type Run } from "../../e2e/support/api";
import { differences } from "../../e2e/support/compare";
import type { Cells } from "../../e2e/support/three-sides";
import { applyEdits } from "./apply-edits";
import { COLUMNS, chooseRound } from "./choose-edits";
import { chooseKill, type Kill, momentWords } from "./choose-kill";
import { editLine, expectEdits, expectedOf } from "./edit";
import { ledgerProblems } from "./ledger";
import { losses } from "./losses";
import type { Random } from "./random";
import { type Reached, reachMoment } from "./reach-moment";
import { closeScene, openScene, type Scene } from "./scene";
import { kill } from "./victims";

/** A run that nobody carries on is found and sent again after three minutes; this is longer. */
const PATIENCE_MS = 300_000;

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
  const { number, random, directory } = point;
  const rows = await standing(before);
  const round = chooseRound(random, [...rows.keys()], { countries: before.countries, fresh: point.fresh });
  const chosen = chooseKill(random, number);
  const expected = expectedOf(rows);
  expectEdits(expected, round.edits);
  expectEdits(expected, round.meanwhile);
  noteEdits(point, chosen, [...round.edits, ...round.meanwhile].map(editLine));

  await applyEdits(before.sides, before.hands, round.edits);
  await before.sides.control.resetCounts();
  const stage = {
    ready: before.ready,
    api: before.api,
    control: before.sides.control,
    registryId: before.registry.id,
  };
  const reached = await reachMoment(stage, chosen.moment);
  const place = await placeWords(before, chosen, reached);
  await applyEdits(before.sides, before.hands, round.meanwhile);
  await kill(chosen.victim, directory, before.demo.pid ?? 0);
  await reached.release();
  await before.demo.ended;
  await closeScene(before);

  const started = performance.now();
  const scene = await openScene(directory);
  const up = performance.now();
  const problems = await checkHealed(scene, reached.run, expected).catch((error: unknown) => [String(error)]);
  const healed = performance.now();
  const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(1)} s`;
  const words = `${place}; up again in ${seconds(started, up)}, healed and checked in ${seconds(up, healed)}`;
  return { words, problems, scene };
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
    : `at phase ${run.phases.at(-1)?.name ?? "none"}`;
  const writes = `after ${notion.writes} Notion and ${google.writes} sheet writes`;
  const late = isMissed ? " (the run was over first)" : "";
  return `${victim} killed ${phase}, ${momentWords(moment)}${late}, ${writes}`;
}

/** Waits for the killed run's end, runs once more, and then nothing may be left to do. */
async function checkHealed(
  scene: Scene,
  killed: Run,
  expected: ReturnType<typeof expectedOf>,
): Promise<string[]> {
  const { api, registry, ready, sides } = scene;
  const first = await api.untilOver(killed.id, PATIENCE_MS);
  const second = await api.sync(registry.id);
  const rows = await sides.read();
  const problems = [
    ...unlessDone("the run after the kill", second),
    ...differences(rows, COLUMNS),
    ...losses(rows.postgres, expected, COLUMNS),
  ];
  await sides.control.resetCounts();
  const mark = await sides.table.writeMark();
  const third = await api.sync(registry.id);
  const [notion, google] = [await sides.control.counts("notion"), await sides.control.counts("google")];
  if (notion.writes + google.writes > 0 || mark !== (await sides.table.writeMark()))
    problems.push(
      `a run with nothing to do wrote: ${notion.writes} times to Notion, ${google.writes} times to the sheet` +
        `${mark === (await sides.table.writeMark()) ? "" : ", and to the table"}`,
    );
  problems.push(
    ...unlessDone("the last run", third),
    ...(await ledgerProblems(ready.databaseUrl, ready.org)),
  );
  if (third.counts.verified !== third.counts.rows || third.counts.rows !== expected.size)
    problems.push(
      `the last run verified ${third.counts.verified} of ${third.counts.rows} rows, not ${expected.size}`,
    );
  if (problems.length > 0)
    problems.push(`the killed run ended ${first.status}: ${first.error?.message ?? ""}`);
  return problems;
}

function unlessDone(name: string, run: Run): string[] {
  if (run.status === "done") return [];
  const why = run.error?.message ?? run.brakes[0]?.message ?? `${run.counts.issue} issues`;
  return [`${name} is ${run.status}: ${why}`];
}

/** What the point is about to do, for whoever looks into a failure. */
function noteEdits({ directory, number }: Point, { victim, moment }: Kill, lines: readonly string[]): void {
  const text = [`kill ${victim} ${momentWords(moment)}`, ...lines].join("\n");
  writeFileSync(path.join(directory, `point-${number}.txt`), `${text}\n`);
}
