import { type Plan, planOf } from "@/lib/billing/plans";

/** Plans of organizations under simulation, by name: people draw nine keys, so these are soon used up. */
const ROWS: Readonly<Record<string, number | null>> = { free: null, starter: 6, professional: 3 };

export const SIM_PLANS = Object.keys(ROWS);

export const simPlanOf = (name: string): Plan => ({ ...planOf("enterprise"), rows: ROWS[name] ?? null });
