import "server-only";
import type { Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { TIME_WINDOWS, type TimeWindow, windowSteps } from "@/lib/format/time-window";
import { requireRegistry } from "./browse-registries";

/** A stretch of a registry's past, cut into steps. */
export interface RegistryWindow {
  /** The registry's id as stored. */
  readonly id: string;
  /** Where its first step begins. */
  readonly since: Date;
  readonly stepHours: number;
  /** Where each step begins, oldest first. */
  readonly steps: readonly Date[];
}

/** The window of a registry that the caller may read: its callers have authorized. Throws AppError `not-found`. */
export async function registryWindow(
  caller: Caller,
  registryId: string,
  window: TimeWindow,
  now: Date,
): Promise<RegistryWindow> {
  const { id } = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const steps = windowSteps(window, now);
  return { id, since: steps[0] ?? now, stepHours: TIME_WINDOWS[window].stepHours, steps };
}
