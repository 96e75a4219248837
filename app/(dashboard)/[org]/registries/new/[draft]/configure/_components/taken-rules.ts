import type { DraftBody, DraftRule } from "@/lib/services/drafts/draft-input";
import type { RuleProposalView } from "@/lib/services/drafts/rule-views";

/** A rule as it is offered; what is kept of it is what it asks, not how it was found. */
type Offered = Pick<RuleProposalView, "field" | "kind" | "keywords">;

/** The same text for the same keywords: what has been stored comes back in another order. */
const textOf = (keywords: Offered["keywords"]): string =>
  JSON.stringify(keywords, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

const isAlike = (one: Pick<Offered, "field" | "kind">, other: Pick<Offered, "field" | "kind">): boolean =>
  one.field === other.field && one.kind === other.kind;

export const isTaken = (rules: readonly DraftRule[], offered: Offered): boolean =>
  rules.some((rule) => isAlike(rule, offered) && textOf(rule.keywords) === textOf(offered.keywords));

/** Takes a rule, or leaves it; of one kind a field has one, so a rule that asks otherwise makes room. */
export function toggled(rules: readonly DraftRule[], offered: Offered): DraftRule[] {
  const others = rules.filter((rule) => !isAlike(rule, offered));
  if (isTaken(rules, offered)) return others;
  const { field, kind, keywords } = offered;
  return [...others, { field, kind: kind as DraftRule["kind"], keywords: { ...keywords } }];
}

/** What the rows propose besides: where a rule of the same kind is taken from elsewhere, its own is no further one. */
export const further = (
  proposals: readonly RuleProposalView[],
  own: readonly Offered[],
  rules: readonly DraftRule[],
): RuleProposalView[] =>
  proposals.filter((one) => !own.some((other) => isAlike(one, other) && isTaken(rules, other)));

/** Takes a rule of the template's own, or leaves it. */
export function toggledOwn(template: NonNullable<DraftBody["template"]>, id: string): typeof template {
  const others = template.rules.filter((own) => own !== id);
  return { ...template, rules: others.length < template.rules.length ? others : [...others, id] };
}
