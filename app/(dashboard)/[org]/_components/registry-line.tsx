import { Play } from "lucide-react";
import Link from "next/link";
import { useOrganization } from "@/components/live/organization";
import { SideIcons } from "@/components/side-icons";
import { ActionButton } from "@/components/ui/action-button";
import { Chip } from "@/components/ui/chip";
import { Moment } from "@/components/ui/moment";
import { counted, formatCount } from "@/lib/format/count";
import { isScheduled, stateWord } from "@/lib/format/registry-state";
import { scheduleWord } from "@/lib/format/setting";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { runNow } from "../actions";

interface Props {
  readonly registry: RegistryView;
  readonly waiting: number;
}

/** One registry in a line; the whole line leads to it. */
export function RegistryLine({ registry, waiting }: Props) {
  const org = useOrganization();
  const { id, name, sides, state, rows, lastRunAt, nextRunAt, schedule } = registry;
  const { word, tone, meaning } = stateWord(state);
  const isBusy = tone === "busy";
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 px-4 py-3 transition-colors hover:bg-sunken/60 has-[a[data-line]:focus-visible]:bg-sunken/60 lg:grid-cols-[minmax(0,1.5fr)_minmax(150px,1fr)_72px_150px_auto]">
      <div className="min-w-0">
        <Link
          href={`/${org}/registries/${id}`}
          data-line
          className="block truncate text-[0.875rem] font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-[9px] focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {name}
        </Link>
        <SideIcons sides={sides} />
      </div>
      <div className="flex flex-wrap items-center gap-1.5 max-lg:order-3 max-lg:col-span-2">
        <Chip tone={tone} word={word} title={registry.stateReason ?? meaning} />
        {waiting > 0 && (
          <Link
            href={`/${org}/attention`}
            className="relative z-10 rounded-full border px-2 py-0.5 text-xs font-medium text-warn hover:bg-warn-soft"
          >
            {counted(waiting, "open item")}
          </Link>
        )}
      </div>
      <p className="text-right text-ink-soft tabular-nums max-lg:hidden">
        <span className="text-ink">{formatCount(rows)}</span> <span className="text-xs">rows</span>
      </p>
      <p className="text-xs leading-[1.125rem] text-ink-soft max-lg:order-4 max-lg:col-span-2 max-lg:flex max-lg:gap-2">
        <span className="lg:block">
          <span className="lg:hidden">{counted(rows, "row")} · </span>Synced <Moment at={lastRunAt} />
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
