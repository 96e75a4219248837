import Link from "next/link";
import { useOrganization } from "@/components/live/organization";
import { ComplianceStat } from "@/components/measures/compliance-stat";
import { LatencyStat } from "@/components/measures/latency-stat";
import { Moment } from "@/components/ui/moment";
import { Stat } from "@/components/ui/stat";
import { counted, formatCount } from "@/lib/format/count";
import { percentText, shareText } from "@/lib/format/score-part";
import type { Overview } from "@/lib/services/overview/get-overview";

/** All registries together, in five numbers. */
export function OverviewFigures({ overview }: { readonly overview: Overview }) {
  const org = useOrganization();
  const { registries, rows, checked, latency, openItems, compliance } = overview;
  return (
    <section
      aria-label="All registries"
      className="card mb-6 grid grid-cols-2 gap-x-6 gap-y-4 px-4 py-3.5 sm:grid-cols-3 lg:grid-cols-5"
    >
      <Stat
        word="Rows under sync"
        value={formatCount(rows)}
        note={`in ${counted(registries.length, "registry", "registries")}`}
      />
      <Stat
        word="In sync"
        value={checked && percentText(checked.equal, checked.rows)}
        note={
          checked ? (
            <>
              {shareText(checked.equal, checked.rows)} rows, full check <Moment at={checked.since} />
              {checked.registries < registries.length && (
                <span className="block">
                  {shareText(checked.registries, registries.length)} registries checked
                </span>
              )}
            </>
          ) : (
            "The first full check runs within a day."
          )
        }
      />
      <LatencyStat parts={latency} />
      <Stat
        word="Open items"
        value={formatCount(openItems)}
        note={
          openItems === 0 ? (
            "Nothing waits for you."
          ) : (
            <Link href={`/${org}/attention`} className="text-accent underline">
              See all that waits
            </Link>
          )
        }
      />
      <ComplianceStat compliance={compliance} />
    </section>
  );
}
