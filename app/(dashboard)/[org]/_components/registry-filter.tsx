import { Search } from "lucide-react";
import { Select } from "@/components/ui/select";
import { stateWord } from "@/lib/format/registry-state";
import type { RegistryStanding } from "@/lib/services/overview/get-overview";

export const NEEDS_SOMEBODY = "open";

interface Props {
  readonly standings: readonly RegistryStanding[];
  readonly sought: string;
  readonly state: string;
  readonly seek: (sought: string) => void;
  readonly choose: (state: string) => void;
}

/** Which of the registries are listed: by name, and by a state that one of them has. */
export function RegistryFilter({ standings, sought, state, seek, choose }: Props) {
  const states = [...Map.groupBy(standings, (own) => own.state)].map(([own, those]) => ({
    value: own,
    word: `${stateWord(own).word} (${those.length})`,
  }));
  const open = standings.filter(hasOpenItems).length;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <label className="flex h-9 min-w-56 flex-1 items-center gap-2 rounded-control border bg-surface px-2.5 text-ink-faint focus-within:border-line-strong sm:max-w-sm">
        <Search size={15} aria-hidden />
        <span className="sr-only">Search registries</span>
        <input
          type="search"
          value={sought}
          onChange={(event) => seek(event.target.value)}
          placeholder="Search registries"
          className="h-full min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-faint"
        />
        <kbd className="hidden rounded border px-1 font-sans text-micro sm:block">j k ↵</kbd>
      </label>
      <Select
        aria-label="State"
        value={state}
        onChange={(event) => choose(event.target.value)}
        className="h-9"
        options={[
          { value: "", word: "Any state" },
          {
            value: NEEDS_SOMEBODY,
            word: `With open items (${open})`,
            isDisabled: open === 0 && state === "",
          },
          ...states,
        ]}
      />
    </div>
  );
}

export const hasOpenItems = ({ held, conflicts, issues, drifted }: RegistryStanding): boolean =>
  held + conflicts + issues + drifted > 0;

/** Those that the filter lets through. */
export const filtered = (
  standings: readonly RegistryStanding[],
  { sought, state }: { readonly sought: string; readonly state: string },
): readonly RegistryStanding[] =>
  standings.filter(
    (own) =>
      own.name.toLowerCase().includes(sought.trim().toLowerCase()) &&
      (state === "" || (state === NEEDS_SOMEBODY ? hasOpenItems(own) : own.state === state)),
  );
