import { publicId } from "@/lib/ids";
import type { StoredRules } from "../../run-store";
import type { MemoryClient } from "./client";
import { compareText, sameJson, storedJson } from "./stored-json";
import { type OptionSetRow, WHOLE } from "./tables";

const MOST_OPTIONS = 10_000;

/** The values that the field of a set's source has now, each once. */
function optionsOf(
  { tables }: Pick<MemoryClient, "tables">,
  { options, source }: OptionSetRow,
): readonly string[] {
  if (!source) return options;
  const values = tables.base
    .of(source.registryId)
    .flatMap(({ inScope, cells }) => (inScope ? [cells[source.field]] : []));
  const texts = values.flatMap((value) => {
    if (typeof value === "string") return [value];
    // A set without members is null, never empty; of an empty one SQL would offer its JSON.
    return Array.isArray(value) ? (value.length === 0 ? ["[]"] : value) : [];
  });
  const sorted = [...new Set(texts)].sort(compareText).slice(0, MOST_OPTIONS);
  return sorted.filter((option) => option !== "");
}

export function storedRulesOf(client: Pick<MemoryClient, "tables">, registryId: string): StoredRules | null {
  const schema = client.tables.schema.get(WHOLE, registryId);
  if (!schema) return null;
  const sets = client.tables.optionSet.of(WHOLE);
  const offered = sets.map((set) => [publicId("ops", set.id), optionsOf(client, set)] as const);
  return { document: schema.document, optionSets: new Map(offered) };
}

export function noteChangedOptions(client: MemoryClient, registryId: string): void {
  const { tables } = client;
  for (const set of tables.optionSet.of(WHOLE)) {
    if (set.source?.registryId !== registryId) continue;
    const now = optionsOf(client, set);
    if (sameJson(now, set.options)) continue;
    tables.optionSet.update(set, { options: storedJson(now) });
    for (const registry of tables.registry.of(WHOLE)) {
      const document = tables.schema.get(WHOLE, registry.id)?.document;
      if (takesOptions(document, publicId("ops", set.id)))
        tables.registry.update(registry, { recheck: registry.recheck + 1, dirty: true });
    }
  }
}

/** Whether a property of the schema takes its options from the set. */
function takesOptions(document: unknown, set: string): boolean {
  const { properties } = (document ?? {}) as { properties?: Record<string, { "x-options"?: string }> };
  return Object.values(properties ?? {}).some((property) => property["x-options"] === set);
}
