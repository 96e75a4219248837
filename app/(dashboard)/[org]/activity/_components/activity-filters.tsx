"use client";

import Form from "next/form";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import { Select } from "@/components/ui/select";
import { runKindWord, runWord, triggerWord } from "@/lib/format/run-word";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { ActivityFilter } from "@/lib/services/runs/list-activity";

interface Props {
  readonly filter: ActivityFilter;
  readonly registries: readonly RegistryView[];
}

const ANY = { value: "", word: "Any" };
const STATUSES = ["queued", "running", "held", "done", "done-with-issues", "failed", "stopped"];
const KINDS = ["sync", "dry-run", "shadow", "drift-check", "restore", "undo"];
const TRIGGERS = ["person", "api-key", "schedule", "system"];

const words = (values: readonly string[], wordOf: (value: string) => string) => [
  ANY,
  ...values.map((value) => ({ value, word: wordOf(value) })),
];

const statusWord = (status: string): string => runWord({ status, decidedBy: null, error: null }).word;

/** Which runs are shown, in the address; a choice counts at once. */
export function ActivityFilters({ filter, registries }: Props) {
  const ofRegistries = [ANY, ...registries.map(({ id, name }) => ({ value: id, word: name }))];
  return (
    <Form
      action=""
      key={JSON.stringify(filter)}
      onChange={(event) => event.currentTarget.requestSubmit()}
      className="mb-4 flex flex-wrap items-end gap-2.5"
    >
      <Labelled label="Registry">
        <Select name="registry" defaultValue={filter.registry ?? ""} options={ofRegistries} />
      </Labelled>
      <Labelled label="State">
        <Select name="status" defaultValue={filter.status ?? ""} options={words(STATUSES, statusWord)} />
      </Labelled>
      <Labelled label="Kind">
        <Select name="kind" defaultValue={filter.kind ?? ""} options={words(KINDS, runKindWord)} />
      </Labelled>
      <Labelled label="Asked by">
        <Select name="trigger" defaultValue={filter.trigger ?? ""} options={words(TRIGGERS, triggerWord)} />
      </Labelled>
      <Labelled label="From (UTC)">
        <input type="date" name="from" defaultValue={filter.from?.slice(0, 10)} className={inputClass()} />
      </Labelled>
      <Labelled label="Before (UTC)">
        <input type="date" name="to" defaultValue={filter.to?.slice(0, 10)} className={inputClass()} />
      </Labelled>
      <Labelled label="Runs without changes">
        <Select
          name="quiet"
          defaultValue={filter.quiet}
          options={[
            { value: "hidden", word: "Hidden" },
            { value: "shown", word: "Shown" },
          ]}
        />
      </Labelled>
      <Link href="?" className={buttonClass("quiet")}>
        Clear
      </Link>
    </Form>
  );
}
