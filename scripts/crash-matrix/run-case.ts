import { inspect } from "node:util";
import type { Edit } from "../chaos/edit";
import { type Carried, carry, giveUp, type Job } from "./carry";
import { problemsOf } from "./check";
import { BEFORE, CONTESTED, MEANWHILE, makeEdits, RIVAL, RIVALLED } from "./edits";
import type { Effect } from "./effects";
import type { Call, Fault } from "./fault";
import { IDLE_RUNS } from "./options";
import { request, type Scene } from "./scene";
import { Worker } from "./worker";

/** More runs than anything here needs until nothing changes. */
const HEALING_RUNS = 6;

export interface CaseResult {
  /** The calls of the worker that met the fault, up to its end. */
  readonly trace: readonly Call[];
  /** In sentences; none = every invariant holds. */
  readonly problems: readonly string[];
}

/** The reference run without a fault: its calls, which every case counts by. */
export async function traceReference(scene: Scene): Promise<CaseResult> {
  return attempt(scene, { fault: null, idleRuns: IDLE_RUNS });
}

/** One case from the reference state to the invariants. What throws is a problem of the case, too. */
export function runCase(scene: Scene, fault: Fault, idleRuns: number = IDLE_RUNS): Promise<CaseResult> {
  return attempt(scene, { fault, idleRuns });
}

async function attempt(
  scene: Scene,
  { fault, idleRuns }: Pick<Attempt, "fault" | "idleRuns">,
): Promise<CaseResult> {
  await scene.restore();
  const crashes: string[] = [];
  const note = (error: unknown) => crashes.push(`the process would have died of ${inspect(error)}`);
  process.prependListener("uncaughtException", note);
  const people = new People(scene);
  const worker = new Worker(fault, () => people.edit());
  try {
    const problems = await runAndCheck({ scene, fault, idleRuns, worker, people });
    return { trace: worker.trace, problems: [...crashes, ...problems] };
  } catch (error) {
    return { trace: worker.trace, problems: [...crashes, inspect(error)] };
  } finally {
    process.off("uncaughtException", note);
  }
}

interface Attempt {
  readonly scene: Scene;
  readonly fault: Fault | null;
  readonly idleRuns: number;
  readonly worker: Worker;
  readonly people: People;
}

async function runAndCheck({ scene, fault, idleRuns, worker, people }: Attempt): Promise<string[]> {
  const ended = await meetFault(scene, { fault, worker, people });
  if (ended !== "over") await endRun(scene, { fault, worker });
  if (fault && !worker.met)
    return [`the run made ${worker.trace.length} calls and never came to call ${fault.index}`];
  const healed = await heal(scene, idleRuns);
  const happened = {
    edits: [...BEFORE, ...people.made],
    rivals: people.knowingly ? CONTESTED : [...CONTESTED, RIVAL, RIVALLED],
    written: healed.written,
  };
  return [...healed.problems, ...(await problemsOf(scene, happened))];
}

/** What people do at the moment of the fault; what waits for a lock of the run then is done when the turn is over. */
class People {
  readonly made = [...MEANWHILE, RIVAL];
  /** Whether who made the rival edit had the other value before him and wrote over it. */
  knowingly = false;
  private waiting: readonly Edit[] = this.made;

  constructor(private readonly scene: Scene) {}

  async edit(): Promise<void> {
    this.waiting = [];
    await makeEdits(this.scene.companies, MEANWHILE);
    await this.scene.databases.theirs("set lock_timeout = '20ms'");
    await this.rival().catch(() => {
      this.waiting = [RIVAL];
    });
    await this.scene.databases.theirs("reset lock_timeout");
  }

  async editTheRest(): Promise<void> {
    const rest = this.waiting;
    this.waiting = [];
    await makeEdits(
      this.scene.companies,
      rest.filter((edit) => edit !== RIVAL),
    );
    if (rest.includes(RIVAL)) await this.rival();
  }

  private async rival(): Promise<void> {
    const rows = await this.scene.companies.table.rows();
    await makeEdits(this.scene.companies, [RIVAL]);
    this.knowingly = rows.some(({ Name }) => Name === RIVALLED.value);
  }
}

/** The run up to its end, or to the turn that its fault ended; and what people did meanwhile. */
async function meetFault(
  scene: Scene,
  { fault, worker, people }: Pick<Attempt, "fault" | "worker" | "people">,
): Promise<Carried> {
  scene.begin();
  try {
    const job: Job = { ...scene.job, runId: scene.runId, worker };
    return await carry(job, fault ? "thrown" : null);
  } finally {
    await scene.settle(worker.dead);
    await people.editTheRest();
  }
}

/** What becomes of a run whose worker is gone or whose turn threw: a process that has just started goes on with it. */
async function endRun(scene: Scene, { fault, worker }: Pick<Attempt, "fault" | "worker">): Promise<void> {
  const job: Job = { ...scene.job, runId: scene.runId, worker: null };
  scene.begin();
  try {
    // A lease that nobody ended is over by the time that a job has used up its attempts, or another run comes.
    if (fault?.ending !== "resumed") await scene.job.expireLease();
    if (fault?.ending === "given-up") return await giveUp(job, new Error("the job's attempts are used up"));
    if (fault?.ending === "overtaken" && worker.dead) {
      await carry({ ...scene.job, runId: await request(scene.caller, scene.companies) });
    }
    await carry(job);
  } finally {
    await scene.settle(false);
  }
}

interface Healed {
  readonly problems: readonly string[];
  /** Everything that was written to the sides since the run began. */
  readonly written: readonly Effect[];
}

/** Runs until nothing changes, and then some more. */
async function heal(scene: Scene, idleRuns: number): Promise<Healed> {
  const written = await scene.effects.take();
  for (let run = 0; run < HEALING_RUNS; run += 1) {
    const effects = await runOnce(scene);
    written.push(...effects);
    if (effects.length === 0) return { problems: await idleProblems(scene, idleRuns), written };
  }
  return { problems: [`${HEALING_RUNS} runs later something still changes`], written };
}

async function runOnce(scene: Scene): Promise<Effect[]> {
  await carry({ ...scene.job, runId: await request(scene.caller, scene.companies) });
  return scene.effects.take();
}

async function idleProblems(scene: Scene, idleRuns: number): Promise<string[]> {
  const problems: string[] = [];
  for (let run = 2; run <= idleRuns; run += 1)
    for (const { side, op, key } of await runOnce(scene))
      problems.push(`idle run ${run} wrote to ${side}: ${op} ${key}`);
  return problems;
}
