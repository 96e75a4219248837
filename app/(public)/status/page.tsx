import type { Metadata } from "next";
import { Problem } from "@/components/ui/problem";
import { formatCount } from "@/lib/format/count";
import { lookAtStatus } from "@/lib/services/status/look-at-status";
import type { StatusView } from "@/lib/services/status/status-view";
import { ComponentLine } from "./_components/component-line";

export const dynamic = "force-dynamic";
export const metadata: Metadata = {
  title: "Status",
  description: "How ChittySync does now and did over the last 90 days, with its error budget.",
};

export default async function StatusPage() {
  const status = await lookAtStatus();
  return (
    <div className="mx-auto max-w-[800px] px-4 py-14 md:px-8">
      <h1 className="text-[2rem] leading-10 font-semibold">{headline(status)}</h1>
      <p className="mt-2 text-ink-soft">
        Sampled every five minutes by the service itself, and looked up at most every 30 seconds. A day
        without samples shows as no data, never as a good day. Days are those of UTC.
      </p>
      {status.isDatabaseDown && (
        <div className="mt-5">
          <Problem
            title="Our database does not answer."
            remedy="Nothing is lost: runs go on from where they are as soon as it does."
          />
        </div>
      )}
      <ul className="card mt-6 divide-y divide-line">
        {status.components.map((component) => (
          <ComponentLine key={component.component} component={component} />
        ))}
      </ul>
      <Budget budget={status.budget} />
    </div>
  );
}

function headline({ components, isDatabaseDown }: StatusView): string {
  if (isDatabaseDown) return "The service is disturbed";
  const states = components.map(({ state }) => state);
  if (states.includes("down")) return "A part of the service is down";
  if (states.includes("degraded")) return "Working with trouble";
  return states.includes("up") ? "All that was sampled works" : "Nothing was sampled yet";
}

function Budget({ budget }: Pick<StatusView, "budget">) {
  return (
    <section aria-labelledby="budget" className="mt-8">
      <h2 id="budget" className="text-title font-semibold">
        Error budget of this month
      </h2>
      <p className="mt-1 text-ink-soft tabular-nums">
        {budget === null
          ? "Nothing of this month was sampled yet."
          : `${formatCount(budget.usedMinutes)} of ${formatCount(budget.allowedMinutes)} minutes are used. The target is 99.9 %; what is counted is a time in which the app, the job runner or the syncs were down.`}
      </p>
    </section>
  );
}
