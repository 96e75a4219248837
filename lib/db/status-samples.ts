import "server-only";
import { resolver } from "./control";

/** How this installation did; counts over all organizations, and nothing of any. */

export interface WorkNow {
  /** Runs that nobody has moved on for too long, though nothing of theirs has to be mended first; 1,000 at most. */
  readonly late: number;
  readonly ended: number;
  readonly failed: number;
  /** By provider: accounts that are asked to wait now, and accounts that were called in the last minutes. */
  readonly providers: Readonly<Record<string, readonly [stalled: number, called: number]>>;
}

/** `ended` and `failed` are those since `since`. */
export async function workNow(lateBefore: Date, since: Date): Promise<WorkNow> {
  const rows = await resolver().$queryRaw<WorkNow[]>`
    select late, ended, failed, providers from resolve.work_now(${lateBefore}, ${since})`;
  return rows[0] ?? { late: 0, ended: 0, failed: 0, providers: {} };
}

/** One sample for a moment; a second one of the same moment changes nothing. */
export async function noteStatus(at: Date, states: Readonly<Record<string, string>>): Promise<void> {
  const [components, values] = [Object.keys(states), Object.values(states)];
  await resolver().$executeRaw`select resolve.note_status(${at}, ${components}::text[], ${values}::text[])`;
}

export interface StatusDay {
  readonly component: string;
  /** Of UTC, as 2026-11-29. */
  readonly day: string;
  readonly up: number;
  readonly degraded: number;
  readonly down: number;
  readonly lastState: string;
  readonly lastAt: Date;
}

export const statusDays = (since: Date): Promise<StatusDay[]> => resolver().$queryRaw<StatusDay[]>`
  select component, day::text, up, degraded, down, last_state as "lastState", last_at as "lastAt"
    from resolve.status_days(${since})`;

/** Returns how many are forgotten. */
export async function sweepStatus(before: Date): Promise<number> {
  const rows = await resolver().$queryRaw<{ gone: number }[]>`select resolve.sweep_status(${before}) as gone`;
  return rows[0]?.gone ?? 0;
}
