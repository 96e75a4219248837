import { Random } from "../chaos/random";
import { VirtualClock } from "./clock";
import { type Fault, Faults } from "./faults";
import { History } from "./history";
import { Ids } from "./ids";
import { judge, type SimSideOf, type Verdict } from "./invariants";
import { simPlanOf } from "./plans";
import type { DrawnRegistry } from "./registry";
import { drawRegistry } from "./registry";
import type { SimStore } from "./sim-store";
import { Simulation } from "./simulation";
import { SimSystem } from "./system";
import { drawTemper } from "./temper";
import { Trace } from "./trace";
import { drawTraits } from "./traits";

export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly traceHash: string;
  /** Filled if it was asked for. */
  readonly trace: string;
  readonly edits: number;
  readonly effects: number;
  readonly runs: number;
  /** Edits that fell into the window between the engine's look and its write. */
  readonly windowLosses: number;
  readonly struck: ReadonlyMap<Fault, number>;
  /** Edits of which it was checked that they are kept, and those that are not; none where nothing could be checked. */
  readonly promised: number;
  readonly lost: number;
}

/** Makes the store of one seed: an organization with this registry. */
export type OpenStore = (place: {
  readonly drawn: DrawnRegistry;
  readonly clock: VirtualClock;
  uuid(): string;
}) => Promise<SimStore>;

const BEGIN = Date.parse("2031-03-01T09:00:00Z");
const MINUTE_MS = 60_000;

/** Runs that it may take until nothing is left to do once all is healed, and runs that must then do nothing. */
const MOST_HEALING_RUNS = 12;
const IDLE_RUNS = 3;

/** Lives through one seed and judges it. Throws nothing: what throws is a violation. */
export async function simulate(seed: number, open: OpenStore, keepsTrace = false): Promise<SeedResult> {
  const random = new Random(seed);
  const clock = new VirtualClock(BEGIN + random.between(0, MINUTE_MS));
  const uuid = new Ids(new Random(~seed)).next;
  const drawn = drawRegistry(random, { uuid, at: clock.now() });
  const store = await open({ drawn, clock, uuid });
  const traitsOf = drawTraits(random);
  const sides = drawn.definition.sides.map((side, at): SimSideOf => {
    const traits = traitsOf[at];
    if (!traits) throw new Error("a side without traits");
    const { id: sideId, connectionId } = side;
    return {
      sideId,
      connectionId,
      system: new SimSystem(traits, clock),
      directions: { ...drawn.directions[sideId] },
      turned: new Set(),
    };
  });
  const parts = {
    random,
    temper: drawTemper(random),
    clock,
    faults: Faults.draw(random),
    trace: new Trace(keepsTrace),
    history: new History(),
  };
  const simulation = new Simulation({ ...parts, store, sides, uuid });
  const { conflict, deletes, match } = drawn.definition;
  const odd = sides.flatMap(({ system, directions }) =>
    Object.entries(directions).flatMap(([field, way]) =>
      way === "both" ? [] : [`${field} ${way} on ${system.traits.name}`],
    ),
  );
  parts.trace.add([`strategy ${conflict}`, `deletes ${deletes}`, match, ...odd].join(", "));
  let verdict: Verdict = { violations: [], promised: 0, lost: 0 };
  try {
    await live(simulation);
    await heal(simulation);
    verdict = await judgeHealed(simulation);
    for (const violation of verdict.violations) simulation.violations.add(violation);
  } catch (error) {
    simulation.violations.add(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const runs = (await store.runs()).length;
  await store.close();
  const { history, faults, trace } = parts;
  return {
    ...{ seed, violations: [...simulation.violations], trace: trace.text, traceHash: trace.digest(), runs },
    ...{ promised: verdict.promised, lost: Math.max(verdict.lost, history.lostTokens.size) },
    ...{
      edits: history.edits.length,
      effects: history.effects.length,
      windowLosses: history.windowLosses.length,
    },
    struck: faults.struck,
  };
}

/** Rounds of people's work and of runs, under the seed's faults. */
async function live(simulation: Simulation): Promise<void> {
  const { random, temper, clock, faults } = simulation.parts;
  await simulation.peopleAct(random.between(4, 14));
  for (let round = random.between(2, 6); round > 0; round -= 1) {
    // A schedule comes round, or somebody asks for a run right after the last one.
    if (random.next() >= temper.haste) clock.advance(random.between(1, 60) * MINUTE_MS);
    await simulation.peopleAct(random.between(0, 5));
    if (random.next() < temper.haste) await simulation.reconnect();
    if (faults.strikes("plan-changed")) await simulation.changePlan();
    const runId = await simulation.ask(
      random.next() < 0.85 ? "sync" : random.pick(["dry-run", "shadow", "drift-check"]),
    );
    const second = faults.strikes("second-run")
      ? [random.next() < 0.5 ? runId : await simulation.ask("sync")]
      : [];
    await simulation.carry([runId, ...second]);
    await decideHeld(simulation);
  }
}

/** The person looks at what is held, now and then at what is held no more. */
async function decideHeld(simulation: Simulation): Promise<void> {
  const { random, faults, store, clock } = simulation.parts;
  const runs = await store.runs();
  for (const run of runs.filter(({ status }) => status === "held")) {
    const chance = random.next();
    if (chance < 0.3) continue;
    clock.advance(random.between(1, 30) * MINUTE_MS);
    const seen = runs.find(({ planHash }) => planHash !== null && planHash !== run.planHash)?.planHash;
    if (seen && faults.strikes("stale-approval")) {
      if (await simulation.decide(run.id, { planHash: seen }))
        simulation.violations.add("a plan was approved by the hash of another one");
      continue;
    }
    await simulation.decide(run.id, chance < 0.45 ? null : { planHash: run.planHash ?? "" });
    await simulation.carry([run.id]);
  }
}

/** Everything works again, nobody edits, every plan is approved: then all must come right and stay so. */
async function heal(simulation: Simulation): Promise<void> {
  const { faults, store, sides, history, clock } = simulation.parts;
  faults.heal();
  simulation.rest();
  for (const { system } of sides) {
    system.revokedUntil = 0;
    system.droppedUntil.clear();
  }
  await simulation.reconnect();
  await simulation.carry(
    (await store.runs()).flatMap(({ id, finishedAt, status }) =>
      finishedAt || status === "held" ? [] : [id],
    ),
  );
  await simulation.people.tidy();
  // What no change tells of is found once a side is read whole again.
  clock.advance(25 * 60 * MINUTE_MS);
  let idle = 0;
  for (let run = 0; idle < IDLE_RUNS; run += 1) {
    if (run === MOST_HEALING_RUNS) throw new Error("the sides do not come to rest");
    clock.advance(10 * MINUTE_MS);
    const before = history.effects.length;
    await carryThrough(simulation);
    idle = history.effects.length === before ? idle + 1 : 0;
  }
}

async function judgeHealed(simulation: Simulation): Promise<Verdict> {
  const { store, sides, history, trace } = simulation.parts;
  const last = (await store.runs()).at(-1);
  if (!last?.status.startsWith("done"))
    throw new Error(
      `the last run ended ${last?.status}: ${last?.error?.message ?? JSON.stringify(last?.brakes)}`,
    );
  const loaded = await store.store.load(last.id);
  const notes = [...(await store.openIssues()), ...(await store.openConflicts())];
  const lines = notes.map(
    ({ reason, field, subject }) => `open: ${reason} at ${field ?? "all"} of ${subject}`,
  );
  for (const line of lines.sort()) trace.add(line);
  const verified = last.counts.verified ?? 0;
  const deletes = loaded?.registry.deletes ?? "";
  const hasRenames = last.brakes.some(({ kind }) => kind === "renames");
  const rowLimit = simPlanOf(simulation.plan).rows;
  return judge({ sides, store, history, verified, deletes, hasRenames, rowLimit });
}

async function carryThrough(simulation: Simulation): Promise<void> {
  const { store } = simulation.parts;
  const id = await simulation.ask("sync");
  await simulation.carry([id]);
  const run = (await store.runs()).find((one) => one.id === id);
  if (run?.status !== "held") return;
  if (!(await simulation.decide(id, { planHash: run.planHash ?? "" })))
    throw new Error("a held plan cannot be approved");
  await simulation.carry([id]);
}
