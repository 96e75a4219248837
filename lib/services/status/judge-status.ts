import type { WorkNow } from "@/lib/db/status-samples";

export type StatusState = "up" | "degraded" | "down";

/** What the status page tells of, in its order. */
export const COMPONENTS = ["app", "runner", "syncs", "notion", "google"] as const;
export type Component = (typeof COMPONENTS)[number];

/** So many of the accounts asked to wait at once are more than one customer's own business. */
const STALLED_SHARE = 0.5;
const STALLED_LEAST = 3;
/** Failed runs of those that ended: beyond this something of ours or of a provider's is wrong. */
const FAILED_SHARE = 0.2;
const FAILED_LEAST = 5;
const LATE_LEAST = 1;
const LATE_MANY = 20;

/**
 * How each component does. Whoever asks is the runner, through the app, and has an answer of the database: those are up
 * by that. A provider that nobody has called lately is not judged.
 */
export function judgeStatus({
  late,
  ended,
  failed,
  providers,
}: WorkNow): Partial<Record<Component, StatusState>> {
  return {
    app: "up",
    runner: "up",
    syncs: syncsState({ late, ended, failed }),
    ...(providers.notion && { notion: providerState(providers.notion) }),
    ...(providers.google && { google: providerState(providers.google) }),
  };
}

function syncsState({ late, ended, failed }: Pick<WorkNow, "late" | "ended" | "failed">): StatusState {
  if (late >= LATE_MANY) return "down";
  const fails = failed >= FAILED_LEAST && failed > ended * FAILED_SHARE;
  return late >= LATE_LEAST || fails ? "degraded" : "up";
}

function providerState([stalled, called]: readonly [number, number]): StatusState {
  return stalled >= STALLED_LEAST && stalled >= called * STALLED_SHARE ? "degraded" : "up";
}
