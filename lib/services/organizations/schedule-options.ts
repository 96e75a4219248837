import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { planWithSchedule, usualSchedule } from "@/lib/billing/plans";
import { withOrg } from "@/lib/db/control";
import { minutesBetween } from "@/lib/engine/cadence";
import { scheduleChoices } from "@/lib/format/choices";
import { planOfOrganization } from "./plan-of-organization";

export interface ScheduleOption {
  readonly value: string;
  readonly word: string;
  /** The plan that has it; null = the organization's own does. */
  readonly plan: string | null;
}

export interface ScheduleOptions {
  /** What a registry gets when nobody says how often. */
  readonly usual: string;
  readonly options: readonly ScheduleOption[];
}

/** The schedules that are offered, those of a larger plan with its name. */
export async function listScheduleOptions(caller: Caller): Promise<ScheduleOptions> {
  authorize(caller, "organization:read");
  const plan = await withOrg(caller.organizationId, (db) => planOfOrganization(db, caller.organizationId));
  const usual = usualSchedule(plan);
  const options = scheduleChoices(usual).map(({ value, word }) => {
    const minutes = minutesBetween(value);
    const isOurs = minutes === null || minutes >= plan.leastMinutes;
    return { value, word, plan: isOurs ? null : planWithSchedule(value) };
  });
  return { usual, options };
}
