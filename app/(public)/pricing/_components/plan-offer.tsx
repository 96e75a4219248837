import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import type { OfferedPlan } from "@/lib/services/plans/offer-plans";
import { planLines, priceWord } from "./plan-words";

interface Props {
  readonly plan: OfferedPlan;
  readonly forWhom: string;
  /** What comes with it beside what the product counts. */
  readonly extras: readonly string[];
  readonly isMain: boolean;
}

export function PlanOffer({ plan, forWhom, extras, isMain }: Props) {
  return (
    <section aria-label={plan.word} className="card flex flex-col p-5">
      <h2 className="text-lead font-semibold">{plan.word}</h2>
      <p className="mt-1 text-control text-ink-soft">{forWhom}</p>
      <p className="mt-4 text-small whitespace-nowrap text-ink-soft">
        {plan.isFrom && "from "}
        <span className="text-figure font-semibold text-ink tabular-nums">{priceWord(plan)}</span> a month
      </p>
      <Link href="/sign-in" className={buttonClass(isMain ? "primary" : "plain", "mt-4 justify-center")}>
        Start free
      </Link>
      <dl className="mt-5 divide-y divide-line border-t text-control">
        {planLines(plan).map(({ what, much }) => (
          <div key={what} className="flex justify-between gap-3 py-2">
            <dt className="text-ink-soft">{what}</dt>
            <dd className="text-right tabular-nums">{much}</dd>
          </div>
        ))}
      </dl>
      {extras.length > 0 && (
        <ul className="mt-3 list-disc space-y-1 pl-4 text-control text-ink-soft marker:text-ink-faint">
          {extras.map((extra) => (
            <li key={extra}>{extra}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
