import { minutesBetween } from "@/lib/engine/cadence";
import { AppError } from "@/lib/errors";

/** What a plan holds. Null = no limit. */
export interface Plan {
  readonly word: string;
  /** US cents a month; from so much on where `isFrom`. */
  readonly monthlyCents: number;
  readonly isFrom: boolean;
  readonly registries: number | null;
  /** Stored accesses to systems; many more than its registries need, so that only who tries to harm us meets it. */
  readonly connections: number | null;
  /**
   * Distinct rows over all of the organization's registries together: a row counts once, however many sides hold it, and
   * as long as it is within its registry's filter. Where a plan is sold by rows of each registry, this is that number
   * times its registries, however they are spread.
   */
  readonly rows: number | null;
  /** The fewest minutes between two runs that a schedule may ask for; 0 = as changes come. */
  readonly leastMinutes: number;
  /**
   * Syncs that people and API keys may ask for within 24 hours, over all registries; dry runs are free. Where the plan has a
   * cadence, as many as a schedule of its fastest gives its registries.
   */
  readonly runsADay: number | null;
  /** Rules that the organization writes itself may be published; those in force go on under any plan. */
  readonly customRules: boolean;
}

const FREE: Plan = {
  word: "Free",
  monthlyCents: 0,
  isFrom: false,
  registries: 1,
  connections: 10,
  rows: 1_000,
  leastMinutes: 24 * 60,
  runsADay: 10,
  customRules: false,
};

const PLANS: Readonly<Record<string, Plan>> = {
  free: FREE,
  starter: {
    ...{ word: "Starter", monthlyCents: 299_00, isFrom: false, registries: 3, connections: 30, rows: 30_000 },
    ...{ leastMinutes: 60, runsADay: 3 * 24, customRules: false },
  },
  professional: {
    ...{
      word: "Professional",
      monthlyCents: 999_00,
      isFrom: false,
      registries: 10,
      connections: 100,
      rows: 1_000_000,
    },
    ...{ leastMinutes: 1, runsADay: 10 * 24 * 60, customRules: true },
  },
  enterprise: {
    ...{
      word: "Enterprise",
      monthlyCents: 5_000_00,
      isFrom: true,
      registries: null,
      connections: null,
      rows: null,
    },
    ...{ leastMinutes: 0, runsADay: null, customRules: true },
  },
};

/** The plans as they are offered, the smallest first. */
export const PLANS_OFFERED: readonly Plan[] = Object.values(PLANS);

/** What new customers get while the product is in beta, and after it. */
export const BETA = { isFree: true, discountPercent: 50, discountMonths: 12 } as const;

export const PLAN_NAMES: readonly string[] = Object.keys(PLANS);

export const isPlan = (name: string): boolean => Object.hasOwn(PLANS, name);

/** An unknown plan holds what the free one holds. */
export const planOf = (name: string): Plan => (isPlan(name) && PLANS[name]) || FREE;

/** What a registry is made with when nobody says how often. */
export const usualSchedule = (plan: Plan): string => (plan.leastMinutes <= 60 ? "hourly" : "daily");

/** The word of the smallest plan whose schedules may be as fast as this one. */
export function planWithSchedule(schedule: string): string {
  const minutes = minutesBetween(schedule);
  const plans = Object.values(PLANS);
  return (plans.find((plan) => minutes === null || minutes >= plan.leastMinutes) ?? FREE).word;
}

/** Throws AppError `limit-reached` for a schedule that is faster than the plan's fastest. */
export function requireSchedule(plan: Plan, schedule: string): void {
  const minutes = minutesBetween(schedule);
  if (minutes === null || minutes >= plan.leastMinutes) return;
  throw new AppError("limit-reached", `The ${plan.word} plan syncs ${fastestWord(plan)} at most.`, {
    remedy: "Choose a slower schedule, or a plan with a faster one.",
    paths: [{ path: "/schedule", message: "This is faster than the plan allows." }],
  });
}

/** Throws AppError `limit-reached` where the plan has no custom rules; `rules` are those that are not in force already. */
export function requireCustomRules(plan: Plan, rules: readonly { readonly id: string }[]): void {
  const [first] = rules;
  if (plan.customRules || !first) return;
  throw new AppError(
    "limit-reached",
    `The ${plan.word} plan has no rules of your own, such as ${first.id}.`,
    {
      remedy: "Take the new rules out of the draft, or choose a plan with custom rules.",
      paths: [{ path: "/x-rules", message: "These are not among the plan's." }],
    },
  );
}

function fastestWord({ leastMinutes }: Plan): string {
  if (leastMinutes >= 24 * 60) return "once a day";
  return leastMinutes >= 60 ? "once an hour" : "once a minute";
}
