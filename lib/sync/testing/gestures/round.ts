import { approveRun, rejectRun } from "@/lib/services/runs/decide-run";
import type { RunView } from "@/lib/services/runs/run-view";
import type { Random } from "@/scripts/chaos/random";
import type { Company } from "../companies";
import { violationsOf } from "./check";
import { type Act, Drawing, type Gesture } from "./draw";
import { IN_NOTION } from "./in-notion";
import { IN_SHEET } from "./in-sheet";
import { IN_TABLE } from "./in-table";
import type { Moment, Moments } from "./moments";
import { ORDINARY } from "./ordinary";
import type { Places } from "./places";
import { TORN_SHEET } from "./torn-sheet";

const GESTURES = [...ORDINARY, ...IN_SHEET, ...TORN_SHEET, ...IN_NOTION, ...IN_TABLE];
/** Runs until everything must be quiet. */
const RUNS = 14;
/** From this run on nothing fails and everything is put right. */
const CALM = 3;
/** Without 429: that is waited for in real time. */
const FAULTS = ["500", "503-before", "503-after", "reset-before", "reset-after", "cut", "empty", "502"];

export interface Round {
  readonly places: Places;
  readonly moments: Moments;
  readonly random: Random;
  readonly fresh: () => number;
  /** What happened, for the one who reads about a failure. */
  readonly trace: string[];
}

/** People act, runs follow until nothing is left to do; answers what is wrong then. */
export async function liveThrough(round: Round): Promise<readonly string[]> {
  const { places, trace } = round;
  const before = new Map<string, Company>((await places.tableRows()).map((row) => [row.Code, row]));
  places.log.deeds.length = 0;
  const mistakes = await begin(round, [...before.keys()]);
  for (let at = 0; at < RUNS; at += 1) {
    if (at === CALM) calm(round);
    const { run, undone } = await runOnce(round, mistakes, at);
    if (undone || at < CALM || !isQuiet(run)) continue;
    const marks = await writeMarks(places);
    const again = await places.registry.run();
    const violations = [...(await violationsOf(places, before))];
    if (!isQuiet(again)) violations.push(`the run after a quiet one ended ${outcome(again)}`);
    if ((await writeMarks(places)) !== marks) violations.push("the run after a quiet one wrote");
    for (const issue of await places.registry.issues())
      violations.push(`issue left: ${JSON.stringify(issue)}`);
    return violations;
  }
  trace.push(JSON.stringify(await places.registry.issues()));
  return ["runs do not become quiet", ...(await violationsOf(places, before))];
}

const NOTHING = ["create", "update", "delete"] as const;
const isQuiet = (run: RunView): boolean =>
  run.status.startsWith("done") && NOTHING.every((kind) => run.counts[kind] === 0);

const outcome = (run: RunView): string => {
  const { create, update, delete: deleted } = run.counts;
  const why = run.error?.message ?? run.brakes.map(({ message }) => message).join(" ");
  return `${run.status} +${create} ~${update} -${deleted} ${why}`;
};

interface Mistake {
  readonly act: Act;
  isDone: boolean;
  /** Grows from one that is done to the next. */
  doneAt: number;
}

/** Draws what people do; some of it happens now, some in the middle of the next run. */
async function begin(round: Round, codes: readonly string[]): Promise<Mistake[]> {
  const { random, places, trace } = round;
  const drawing = new Drawing(places, random, codes, round.fresh);
  const mistakes: Mistake[] = [];
  for (let left = random.between(2, 6); left > 0; left -= 1) {
    const act = draw(random)(drawing);
    if (act === null) continue;
    const mistake: Mistake = { act, isDone: false, doneAt: 0 };
    if (act.undo) mistakes.push(mistake);
    const moment = random.next() < 0.5 ? null : momentOf(random);
    const done = async () => {
      trace.push(`  ${when(round)}: ${act.text}`);
      await attempt(round, act.act);
      mistake.isDone = true;
      mistake.doneAt = trace.length;
    };
    if (moment === null) await done();
    else round.moments.add(moment, done);
  }
  if (random.next() < 0.4) armFaults(round);
  return mistakes;
}

const when = ({ places }: Round): string => (places.log.inRun ? "in the run" : "then");

function draw(random: Random): Gesture {
  let left = random.next() * GESTURES.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [gesture, weight] of GESTURES) {
    left -= weight;
    if (left < 0) return gesture;
  }
  return GESTURES[0]?.[0] ?? (() => null);
}

/** Often right before a write, after we have looked: nobody can be told apart from us there. */
const momentOf = (random: Random): Moment =>
  random.next() < 0.4
    ? { provider: random.pick(["notion", "google"]), writesOnly: true, nth: 1, when: "before" }
    : {
        provider: random.pick(["notion", "google", null]),
        writesOnly: false,
        nth: random.between(1, 6),
        when: random.pick(["before", "after"]),
      };

/** A provider refuses some gestures, as sorting merged cells: then nothing happened. */
async function attempt({ trace }: Round, act: Act["act"]): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    trace.push(`    refused: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function armFaults({ random, places, trace }: Round): void {
  const [kind, seed] = [random.pick(FAULTS), random.between(1, 1_000_000)];
  const provider = random.pick(["notion", "google"] as const);
  const probability = random.pick([0.05, 0.15, 0.3]);
  trace.push(`  ${provider} fails: ${kind}, ${probability}`);
  places.world[provider]("fault", { kind, seed, probability, times: 12 });
}

/** Nothing fails any more, and no index is late. */
export function calm({ places }: Pick<Round, "places">): void {
  for (const provider of ["notion", "google"] as const) places.world[provider]("clear-faults");
  places.world.notion("set-limits", { indexLagMs: 0 });
}

/** One run, with what people decide and put right in it and after it. */
async function runOnce(
  round: Round,
  mistakes: Mistake[],
  at: number,
): Promise<{ readonly run: RunView; readonly undone: boolean }> {
  const { places, moments, random, trace } = round;
  const { log } = places;
  const wasWrong = mistakes.some(({ isDone }) => isDone);
  for (const mistake of [...mistakes])
    if (mistake.isDone && random.next() < 0.3)
      moments.add(momentOf(random), () => undo(round, mistakes, mistake));
  log.inRun = true;
  let run = await places.registry.run();
  log.inRun = false;
  await moments.end();
  trace.push(`  run ${at + 1}: ${outcome(run)}`);
  const isWrong = wasWrong || mistakes.length > 0;
  const hold = run.status === "held";
  if (hold) run = await decide(round, run, isWrong);
  const due = mistakes.filter(() => hold || at + 1 >= CALM || random.next() < 0.6);
  for (const mistake of due) await undo(round, mistakes, mistake);
  return { run, undone: isWrong || hold };
}

/** Where one hides all that was done before, it is put right first; and before it what was done after. */
async function undo(round: Round, mistakes: Mistake[], mistake: Mistake): Promise<void> {
  const isAfter = (one: Mistake, other: Mistake): boolean => one.isDone && one.doneAt > other.doneAt;
  const hiding = mistakes.find((one) => one.act.hidesAll && isAfter(one, mistake));
  if (hiding !== undefined) await undo(round, mistakes, hiding);
  const later = mistake.act.hidesAll ? mistakes.filter((one) => isAfter(one, mistake)) : [];
  for (const one of later) await undo(round, mistakes, one);
  const at = mistakes.indexOf(mistake);
  if (at < 0 || !mistake.isDone) return;
  mistakes.splice(at, 1);
  round.trace.push(`  ${when(round)}, put right: ${mistake.act.text}`);
  await attempt(round, mistake.act.undo ?? (() => {}));
}

/** What was meant is approved. Where somebody sees that it was a mistake, it is rejected, and put right by hand. */
async function decide({ places, trace }: Round, run: RunView, isWrong: boolean): Promise<RunView> {
  const { caller } = places.world.tenant;
  if (isWrong) await rejectRun(caller, run.id, {});
  else await approveRun(caller, run.id, { planHash: run.planHash ?? "" });
  const carried = await places.world.carry(run);
  trace.push(`    ${isWrong ? "rejected" : "approved"}: ${outcome(carried)}`);
  return carried;
}

/** Changes when anything writes to a place. */
async function writeMarks({ world, registry }: Places): Promise<string> {
  const table = await world.sql(
    `select md5(string_agg(xmin::text || ctid::text, ',')) as mark from ${registry.table.name}`,
  );
  const writes = (provider: "notion" | "google") => world[provider]<{ writes: number }>("counts").writes;
  return JSON.stringify([writes("notion"), writes("google"), table]);
}
