import { advanceRun, failRun } from "@/lib/sync/advance";
import type { Life, Worker } from "./worker";

/** How often a job tries one turn before it gives the run up. */
const ATTEMPTS = 5;

/** More turns than any run here needs. */
const TURNS = 60;

/** A turn that takes longer than this never ends: nothing here waits for real time. */
const PATIENCE_MS = 30_000;

export class Stuck extends Error {}

export interface Job {
  readonly organizationId: string;
  readonly runId: string;
  /** The worker that takes the turns; null = this process without any fault. */
  readonly worker: Worker | null;
  /** The time that a turn asks to wait is over. */
  readonly expireLease: () => Promise<void>;
}

export type Carried = "over" | "killed" | "thrown";

/**
 * Does what the job does, turn after turn, without waiting where it waits. Ends when the run is over, when the worker
 * dies, and, where `stopAt` says so, when a turn throws; else a job that has tried often enough gives the run up.
 */
export async function carry(job: Job, stopAt: "thrown" | null = null): Promise<Carried> {
  const { organizationId, runId } = job;
  let attempts = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const life = await within(job, () => advanceRun(organizationId, runId));
    if (life.kind === "killed") return "killed";
    if (life.kind === "answer") {
      attempts = 0;
      if (life.value.next === "over") return "over";
      if (life.value.waitMs > 0) await job.expireLease();
      continue;
    }
    if (stopAt === "thrown") return "thrown";
    attempts += 1;
    if (attempts < ATTEMPTS) continue;
    await giveUp(job, life.error);
    return "over";
  }
  throw new Stuck(`the run is not over after ${TURNS} turns`);
}

/** What a job's end does when its attempts are used up: once, and tried no more often than that. */
export async function giveUp(job: Job, error: unknown): Promise<void> {
  const life = await within(job, () => failRun(job.organizationId, job.runId, error));
  if (life.kind === "thrown") throw life.error;
}

async function within<T>({ worker }: Job, work: () => Promise<T>): Promise<Life<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Stuck(`a turn hangs for ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  });
  const quiet = async (): Promise<Life<T>> => {
    try {
      return { kind: "answer", value: await work() };
    } catch (error) {
      return { kind: "thrown", error };
    }
  };
  try {
    return await Promise.race([worker ? worker.live(work) : quiet(), late]);
  } finally {
    clearTimeout(timer);
  }
}
