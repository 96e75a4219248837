import type { Metadata } from "next";
import { Disclosure } from "@/components/ui/disclosure";
import { offerPlans } from "@/lib/services/plans/offer-plans";
import { PlanOffer } from "./_components/plan-offer";

export const metadata: Metadata = {
  title: "Pricing",
  description: "A row counts once, however many systems hold it. Free during beta.",
};

/** By plan, in their order: for whom it is, and what people do for its customers. */
const WORDS: readonly { readonly forWhom: string; readonly extras: readonly string[] }[] = [
  { forWhom: "To see it work on a registry of your own.", extras: [] },
  { forWhom: "For a team whose tables change by the hour.", extras: ["Support by e-mail"] },
  { forWhom: "For a company that runs on its registries.", extras: ["Support in Slack and chat"] },
  {
    forWhom: "For those who must prove it.",
    extras: [
      "Sign-in by your own provider",
      "99.9 % agreed in writing",
      "A person who knows your registries",
    ],
  },
];

const QUESTIONS = [
  {
    ask: "What is a row?",
    answer:
      "One row of a registry. It counts once, however many systems hold it: 1,000 vendors kept equal in Notion, PostgreSQL and Google Sheets are 1,000 rows, not 3,000. Rows that a filter leaves out do not count.",
  },
  {
    ask: "What happens when we have more rows than the plan holds?",
    answer:
      "You are warned from 80 % on. When the plan is full, rows that are new stay where they are and are listed as an issue; everything else goes on. If you have more rows than the plan holds, after a change to a smaller one for example, you have 14 days; then the registries pause. Nothing is deleted, and changes made meanwhile are synced when there is room again.",
  },
  {
    ask: "Do dry runs cost anything?",
    answer: "No. A dry run shows what a sync would write, to the cell, and does not count as a sync.",
  },
  {
    ask: "Can we leave?",
    answer:
      "Yes. Your rows are in your own systems all the time. The audit log is exported as CSV, JSON or as a signed bundle that is verified without us.",
  },
] as const;

export default function PricingPage() {
  const { plans, beta } = offerPlans();
  return (
    <div className="mx-auto max-w-[1120px] px-4 py-14 md:px-8">
      <h1 className="text-[2rem] leading-10 font-semibold">A row counts once</h1>
      <p className="mt-2 max-w-2xl text-lead text-ink-soft">
        However many systems hold it. Every plan has the whole product: validation before every write, brakes,
        the signed log, restore.
      </p>
      {beta.isFree && (
        <p className="mt-5 rounded-card bg-accent-soft px-4 py-3 text-accent">
          Free during beta. Who is with us then pays {beta.discountPercent} % less for the{" "}
          {beta.discountMonths} months after it.
        </p>
      )}
      <div className="mt-8 grid gap-4 md:grid-cols-2 lg:grid-cols-4">
        {plans.map((plan, at) => (
          <PlanOffer
            key={plan.word}
            plan={plan}
            forWhom={WORDS[at]?.forWhom ?? ""}
            extras={WORDS[at]?.extras ?? []}
            isMain={at === 0}
          />
        ))}
      </div>
      <section aria-labelledby="questions" className="mt-14 max-w-2xl">
        <h2 id="questions" className="text-title font-semibold">
          Questions
        </h2>
        <div className="mt-3 divide-y divide-line border-y">
          {QUESTIONS.map(({ ask, answer }) => (
            <Disclosure key={ask} summary={ask} className="py-3">
              <p className="text-ink-soft">{answer}</p>
            </Disclosure>
          ))}
        </div>
      </section>
    </div>
  );
}
