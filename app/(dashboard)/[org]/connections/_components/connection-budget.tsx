import { Moment } from "@/components/ui/moment";
import { backlogSentence, budgetSentence } from "@/lib/format/call-budget";
import type { ConnectionBudget as Budget } from "@/lib/services/connections/call-budgets";

/** How much of what the provider allows is used, whether it asked to wait, and what waits. */
export function ConnectionBudget({ budget }: { readonly budget: Budget }) {
  return (
    <p className="text-xs text-ink-soft">
      {budgetSentence(budget.budgets)}
      {budget.stalledUntil && (
        <>
          {" "}
          The provider asked to wait; calls go on <Moment at={budget.stalledUntil} isDue />.
        </>
      )}
      {budget.backlog && ` ${backlogSentence(budget.backlog)}`}
    </p>
  );
}
