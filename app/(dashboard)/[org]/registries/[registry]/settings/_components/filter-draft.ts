import { type ConditionForm, formChoices, takesList, takesNothing } from "@/lib/format/choices";
import type { UpdateRegistryInput } from "@/lib/services/registries/registry-input";
import type { RegistryView } from "@/lib/services/registries/registry-view";

/** A condition as it is being typed: a list has one value a line. */
export interface ConditionDraft {
  readonly field: string;
  readonly is: ConditionForm;
  readonly text: string;
}

export interface FilterDraft {
  readonly join: "all" | "any";
  readonly conditions: readonly ConditionDraft[];
}

export function draftOf(filter: RegistryView["filter"]): FilterDraft {
  if (filter === null) return { join: "all", conditions: [] };
  const [join, conditions] =
    "all" in filter ? (["all", filter.all] as const) : (["any", filter.any] as const);
  return {
    join,
    conditions: conditions.map(({ field, is, value }) => ({ field, is, text: textOf(value ?? null) })),
  };
}

const textOf = (value: null | boolean | string | readonly string[]): string =>
  value === null ? "" : typeof value === "object" ? value.join("\n") : String(value);

const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** The filter as the API takes it; no condition = no filter. */
export function filterOf(
  { join, conditions }: FilterDraft,
  fields: RegistryView["fields"],
): NonNullable<UpdateRegistryInput["filter"]> | null {
  if (conditions.length === 0) return null;
  const list = conditions.map(({ field, is, text }) => {
    if (takesNothing(is)) return { field, is };
    if (takesList(is)) return { field, is, value: lines(text) };
    const isBoolean = fields.find(({ name }) => name === field)?.type === "boolean";
    return { field, is, value: isBoolean ? text === "true" : text };
  });
  return join === "all" ? { all: list } : { any: list };
}

/** What is missing before the filter can be saved; null = nothing. */
export function faultOf({ conditions }: FilterDraft): string | null {
  const empty = conditions.find(({ is, text }) => !takesNothing(is) && lines(text).length === 0);
  return empty ? `Give the condition on ${empty.field} a value.` : null;
}

/** A first condition on a field. */
export const conditionOn = ({ name, type }: RegistryView["fields"][number]): ConditionDraft => ({
  field: name,
  is: formChoices(type)[0]?.value ?? "not-empty",
  text: type === "boolean" ? "true" : "",
});
