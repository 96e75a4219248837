import { counted, formatCount } from "@/lib/format/count";
import type { OfferedPlan } from "@/lib/services/plans/offer-plans";

/** `$299`, `$0`: US dollars, whole. */
export const priceWord = ({ monthlyCents }: Pick<OfferedPlan, "monthlyCents">): string =>
  `$${formatCount(Math.round(monthlyCents / 100))}`;

export function cadenceWord({ leastMinutes }: OfferedPlan): string {
  if (leastMinutes >= 24 * 60) return "Once a day";
  if (leastMinutes >= 60) return "Every hour";
  return leastMinutes >= 1
    ? `Every ${leastMinutes === 1 ? "minute" : `${leastMinutes} minutes`}`
    : "As changes come";
}

/** What a plan holds, line by line, from what is enforced. */
export const planLines = (plan: OfferedPlan): readonly { readonly what: string; readonly much: string }[] => [
  { what: "Registries", much: plan.registries === null ? "No limit" : formatCount(plan.registries) },
  { what: "Rows in all", much: plan.rows === null ? "No limit" : formatCount(plan.rows) },
  { what: "Syncs", much: cadenceWord(plan) },
  { what: "Syncs by hand, in a day", much: plan.runsADay === null ? "No limit" : formatCount(plan.runsADay) },
  { what: "Rules of your own", much: plan.customRules ? "Yes" : "No" },
  { what: "Connections", much: plan.connections === null ? "No limit" : counted(plan.connections, "system") },
];
