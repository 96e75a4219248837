import { Play } from "lucide-react";
import Link from "next/link";
import { useOrganization } from "@/components/live/organization";
import { SideIcons } from "@/components/side-icons";
import { ActionButton } from "@/components/ui/action-button";
import { Chip } from "@/components/ui/chip";
import { Moment } from "@/components/ui/moment";
import { Sparkline } from "@/components/ui/sparkline";
import { formatCount } from "@/lib/format/count";
import { isScheduled, standingWord } from "@/lib/format/registry-state";
import { scheduleWord } from "@/lib/format/setting";
import type { RegistryStanding } from "@/lib/services/overview/get-overview";
import { runNow } from "../actions";
import { RegistryPills } from "./registry-pills";

/** One registry in a line; the whole line leads to it. */
export function RegistryLine({ standing }: { readonly standing: RegistryStanding }) {
  const org = useOrganization();
  const { id, name, sides, state, firstSync } = standing;
  const { word, tone, meaning } = standingWord(state, standing.drifted);
  const isBusy = tone === "busy";
  const share = firstSync === null ? "" : ` (${Math.floor(firstSync * 100)} %)`;
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 px-4 py-3 transition-colors hover:bg-sunken/60 has-[a[data-line]:focus-visible]:bg-sunken/60 lg:grid-cols-[minmax(0,1.3fr)_minmax(150px,1.1fr)_112px_84px_132px_104px]">
      <div className="min-w-0">
        <Link
          href={`/${org}/registries/${id}`}
          data-line
          className="block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-[9px] focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {name}
        </Link>
        <SideIcons sides={sides} />
      </div>
      <div className="flex flex-wrap items-center gap-1.5 max-lg:order-3 max-lg:col-span-2">
        <Chip tone={tone} word={`${word}${share}`} title={standing.stateReason ?? meaning} />
        <RegistryPills standing={standing} base={`/${org}/registries/${id}`} />
      </div>
      <RowCounts standing={standing} />
      <div className="max-lg:hidden">
        <Sparkline label={`Rows written an hour in ${name}, 24 hours`} values={standing.changes} />
      </div>
      <Times standing={standing} />
      <div className="relative z-10 justify-self-end max-lg:order-2">
        <ActionButton
          action={() => runNow(org, id)}
          icon={<Play size={13} aria-hidden />}
          label={isBusy ? "Running" : "Run now"}
          describedAs={`Run ${name} now`}
          isDisabled={isBusy || state === "paused"}
        />
      </div>
    </li>
  );
}

/** Rows that are equal everywhere, and those that are not: with words, as colour alone says nothing. */
function RowCounts({ standing: { rows, ok, failed, waiting } }: { readonly standing: RegistryStanding }) {
  return (
    <p className="text-small leading-4.5 text-ink-soft tabular-nums max-lg:order-4 max-lg:col-span-2 max-lg:flex max-lg:flex-wrap max-lg:gap-x-2 lg:text-right">
      <span className="lg:block">
        <span className="text-ink">{formatCount(ok)}</span>
        {ok < rows && ` of ${formatCount(rows)}`} ok
      </span>
      {(failed > 0 || waiting > 0) && (
        <span className="lg:block">
          {failed > 0 && <span className="text-bad">{formatCount(failed)} failed</span>}
          {failed > 0 && waiting > 0 && " · "}
          {waiting > 0 && <span>{formatCount(waiting)} waiting</span>}
        </span>
      )}
    </p>
  );
}

function Times({ standing }: { readonly standing: RegistryStanding }) {
  const { check, nextRunAt, state, schedule, lastRunAt } = standing;
  return (
    <p className="text-small leading-4.5 text-ink-soft max-lg:order-5 max-lg:col-span-2 max-lg:flex max-lg:flex-wrap max-lg:gap-x-2">
      <span className="lg:block">
        {check ? (
          <>
            Checked <Moment at={check.at} />
          </>
        ) : (
          <>
            Synced <Moment at={lastRunAt} />
          </>
        )}
      </span>
      <span className="lg:block">
        {nextRunAt && isScheduled(state) ? (
          <>
            Next <Moment at={nextRunAt} isDue />
          </>
        ) : state === "held" ? (
          "Waits for you"
        ) : (
          scheduleWord(schedule)
        )}
      </span>
    </p>
  );
}
