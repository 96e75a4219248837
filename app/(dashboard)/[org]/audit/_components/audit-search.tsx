import { Search } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import { Select } from "@/components/ui/select";
import { ACTION_WORDS, AREA_WORDS } from "@/lib/format/action-word";
import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { AuditFilter } from "@/lib/services/audit/audit-filter";
import type { MemberView } from "@/lib/services/members/member-view";
import type { RegistryView } from "@/lib/services/registries/registry-view";

interface Props {
  readonly filter: AuditFilter;
  readonly registries: readonly RegistryView[];
  readonly members: readonly MemberView[];
}

const ANY = { value: "", word: "Any" };

const OUTCOMES = [
  ANY,
  { value: "ok", word: "Done" },
  { value: "refused", word: "Refused" },
  { value: "failed", word: "Failed" },
];

const ACTIONS = [ANY, ...[...AREA_WORDS, ...ACTION_WORDS].map(([value, word]) => ({ value, word }))];

/** What is looked for: a row by its key first, the rest beside it; all of it in the address. */
export function AuditSearch({ filter, registries, members }: Props) {
  const actors = [
    ANY,
    ...members.map(({ id, name, email }) => ({ value: id, word: name || email })),
    { value: "schedule", word: "Schedule" },
  ];
  const ofRegistries = [ANY, ...registries.map(({ id, name }) => ({ value: id, word: name }))];
  const sides = [
    ANY,
    ...registries.flatMap(({ name, sides: own }) =>
      own.map((side) => ({ value: side.id, word: `${name}: ${kindWord(side.kind)} ${sideName(side)}` })),
    ),
  ];
  return (
    <Form action="" role="search" className="card mb-4 space-y-3 p-4">
      <div className="flex flex-wrap gap-2">
        <label className="flex h-10 min-w-0 flex-1 basis-72 items-center gap-2 rounded-control border border-line-strong bg-surface px-3 text-ink-faint focus-within:border-accent">
          <Search size={16} aria-hidden />
          <span className="sr-only">What happened to the row with the key</span>
          <input
            type="search"
            name="key"
            defaultValue={filter.key ?? ""}
            placeholder="What happened to a row? Its key, such as ACME-17"
            className="h-full min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-faint"
          />
        </label>
        <button type="submit" className={buttonClass("primary", "h-10")}>
          Search
        </button>
        <Link href="?" className={buttonClass("quiet", "h-10")}>
          Clear
        </Link>
      </div>
      <div className="grid grid-cols-2 gap-2.5 sm:grid-cols-4">
        <Filter label="By" name="actor" value={filter.actor} options={actors} />
        <Filter label="What" name="action" value={filter.action} options={ACTIONS} />
        <Filter label="Registry" name="registry" value={filter.registry} options={ofRegistries} />
        <Filter label="Side" name="side" value={filter.side} options={sides} />
        <Filter label="How it ended" name="outcome" value={filter.outcome} options={OUTCOMES} />
        <Day label="From (UTC)" name="from" value={filter.from} />
        <Day label="Before (UTC)" name="to" value={filter.to} />
        <Labelled label="Run">
          <input
            name="run"
            defaultValue={filter.run ?? ""}
            placeholder="run_..."
            className={inputClass("font-mono")}
          />
        </Labelled>
      </div>
    </Form>
  );
}

interface FilterProps {
  readonly label: string;
  readonly name: string;
  readonly value: string | null;
  readonly options: readonly { readonly value: string; readonly word: string }[];
}

/** A value that none of the words is for, such as somebody who has left, stays what is asked for. */
function Filter({ label, name, value, options }: FilterProps) {
  const isKnown = value === null || options.some((option) => option.value === value);
  const all = isKnown ? options : [...options, { value, word: value }];
  return (
    <Labelled label={label}>
      <Select key={value} name={name} defaultValue={value ?? ""} options={all} />
    </Labelled>
  );
}

const Day = ({ label, name, value }: Omit<FilterProps, "options">) => (
  <Labelled label={label}>
    <input
      key={value}
      type="date"
      name={name}
      defaultValue={value?.slice(0, 10) ?? ""}
      className={inputClass()}
    />
  </Labelled>
);
