"use client";

import Form from "next/form";
import { inputClass } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { attentionPlural } from "@/lib/format/attention-word";
import type { AttentionGroupView } from "@/lib/services/attention/attention-group";
import type { AttentionFilter } from "@/lib/services/attention/list-attention";

interface Props {
  readonly filter: AttentionFilter;
  /** What is listed now. */
  readonly groups: readonly AttentionGroupView[];
}

const KINDS = ["connection", "stopped", "approval", "drift", "conflict", "issue", "columns"];

/** Which causes are listed, in the address; a choice counts at once. */
export function AttentionFilters({ filter, groups }: Props) {
  const registries = new Map(
    groups.flatMap(({ registry }) => (registry ? [[registry.id, registry.name]] : [])),
  );
  if (filter.registry !== null && !registries.has(filter.registry))
    registries.set(filter.registry, "One registry");
  return (
    <Form
      action=""
      key={JSON.stringify(filter)}
      onChange={(event) =>
        (event.target as HTMLElement).matches("select") && event.currentTarget.requestSubmit()
      }
      className="mb-3 grid grid-cols-2 gap-2"
    >
      <input
        type="search"
        name="search"
        aria-label="Search what waits"
        placeholder="Search"
        defaultValue={filter.search ?? ""}
        className={inputClass("col-span-2 w-full")}
      />
      <Select
        name="kind"
        aria-label="Kind"
        defaultValue={filter.kind ?? ""}
        options={[
          { value: "", word: "All kinds" },
          ...KINDS.map((kind) => ({ value: kind, word: attentionPlural(kind) })),
        ]}
        className="min-w-0"
      />
      <Select
        name="registry"
        aria-label="Registry"
        defaultValue={filter.registry ?? ""}
        options={[
          { value: "", word: "All registries" },
          ...[...registries].map(([value, word]) => ({ value, word })),
        ]}
        className="min-w-0"
      />
    </Form>
  );
}
