import type { StatusDay } from "@/lib/db/status-samples";
import { COMPONENTS, type Component, type StatusState } from "./judge-status";
import { KEPT_DAYS, SAMPLE_MINUTES, TARGET } from "./status-window";

export interface DayView {
  /** Of UTC, as 2026-11-29. */
  readonly day: string;
  /** The worst of the day; null = nothing is known of it. */
  readonly state: StatusState | null;
  /** Part of its samples that were up or degraded; null = there are none. */
  readonly available: number | null;
}

export interface ComponentView {
  readonly component: Component;
  /** Null = nothing was heard lately. */
  readonly state: StatusState | null;
  readonly heardAt: string | null;
  /** The last 90 days, the oldest first. */
  readonly days: readonly DayView[];
  /** Of all samples of those days; null = there are none. */
  readonly available: number | null;
}

export interface StatusView {
  readonly components: readonly ComponentView[];
  /** Minutes of this month (UTC) in which the service or its syncs were down, and how many the target allows. */
  readonly budget: { readonly usedMinutes: number; readonly allowedMinutes: number } | null;
  /** The database did not answer. */
  readonly isDatabaseDown: boolean;
}

const DAY_MS = 24 * 60 * 60_000;
/** Two samples missed: nobody samples any more. */
const SILENT_MS = 2.5 * SAMPLE_MINUTES * 60_000;

/** What of the samples people are told. The runner takes the samples: where they stop, it is the runner that is down. */
export function statusView(found: readonly StatusDay[] | null, now: Date): StatusView {
  const components = COMPONENTS.map((component) =>
    componentView(
      component,
      (found ?? []).filter((day) => day.component === component),
      now,
    ),
  );
  return { components, budget: found && budgetOf(found, now), isDatabaseDown: found === null };
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

function componentView(component: Component, days: readonly StatusDay[], now: Date): ComponentView {
  const last = days.at(-1);
  const isHeard = last !== undefined && now.getTime() - last.lastAt.getTime() < SILENT_MS;
  const silent = component === "runner" && last !== undefined ? "down" : null;
  const shown = Array.from({ length: KEPT_DAYS }, (_, at) =>
    dayOf(new Date(now.getTime() - (KEPT_DAYS - 1 - at) * DAY_MS)),
  );
  return {
    component,
    state: isHeard ? (last.lastState as StatusState) : silent,
    heardAt: last?.lastAt.toISOString() ?? null,
    days: shown.map((day) =>
      dayView(
        day,
        days.find((one) => one.day === day),
      ),
    ),
    available: availableOf(days),
  };
}

function dayView(day: string, samples: StatusDay | undefined): DayView {
  if (!samples) return { day, state: null, available: null };
  const state = samples.down > 0 ? "down" : samples.degraded > 0 ? "degraded" : "up";
  return { day, state, available: availableOf([samples]) };
}

function availableOf(days: readonly StatusDay[]): number | null {
  const all = days.reduce((sum, { up, degraded, down }) => sum + up + degraded + down, 0);
  return all === 0 ? null : days.reduce((sum, { up, degraded }) => sum + up + degraded, 0) / all;
}

const COUNTED: ReadonlySet<string> = new Set(["app", "runner", "syncs"] satisfies Component[]);

/** The worst of the counted components counts, not their sum. */
function budgetOf(found: readonly StatusDay[], now: Date): StatusView["budget"] {
  const month = dayOf(now).slice(0, 7);
  const ofMonth = found.filter(({ day, component }) => day.startsWith(month) && COUNTED.has(component));
  if (ofMonth.length === 0) return null;
  const worst = new Map<string, number>();
  for (const { day, down } of ofMonth) worst.set(day, Math.max(worst.get(day) ?? 0, down));
  const minutesOfMonth =
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)).getUTCDate() * 24 * 60;
  return {
    usedMinutes: [...worst.values()].reduce((sum, down) => sum + down, 0) * SAMPLE_MINUTES,
    allowedMinutes: Math.round(minutesOfMonth * (1 - TARGET)),
  };
}
