import { BETA, PLANS_OFFERED, type Plan } from "@/lib/billing/plans";

/** A plan as it is offered: what of it is enforced, to the number. */
export type OfferedPlan = Plan;

/** The plans as anybody may see them, the smallest first, and what the beta gives. */
export const offerPlans = (): { readonly plans: readonly OfferedPlan[]; readonly beta: typeof BETA } => ({
  plans: PLANS_OFFERED,
  beta: BETA,
});
