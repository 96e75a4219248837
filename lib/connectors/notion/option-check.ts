import type { Value } from "@/lib/engine/value";
import type { PropertyRequest } from "./client";
import type { Refusal } from "./encode";
import type { SchemaProperty } from "./schema";

/** Names that writes have added to properties or are about to, by property id: the schema that is kept has not got them. */
export type AskedOptions = Map<string, Set<string>>;

/**
 * What the property's options say against a value; null if nothing. Select and multi-select properties take new options,
 * except a known one spelled in another way: Notion would quietly take the known one for another letter case, and add
 * what looks the same beside it for other blanks or other code points, for good. A status never gets a new one.
 */
export function optionObjection(property: SchemaProperty, asked: AskedOptions, value: Value): Refusal | null {
  const { options, native } = property;
  if (options === null || value === null || typeof value === "boolean") return null;
  const names = typeof value === "string" ? [value] : value;
  const fresh = names.filter((name) => !options.includes(name));
  if (fresh.length === 0) return null;
  if (native === "status") {
    return {
      ok: false,
      reason: "unknown-option",
      message: "The status has no such option; add it to the property in Notion first.",
    };
  }
  const others = [...options, ...(asked.get(property.id) ?? [])];
  for (const name of fresh) {
    const objection = spellingObjection(name, [...others, ...fresh]);
    if (objection !== null) return objection;
  }
  asked.set(property.id, new Set([...(asked.get(property.id) ?? []), ...fresh]));
  return null;
}

function spellingObjection(name: string, others: readonly string[]): Refusal | null {
  const twin = others.find((other) => other !== name && seen(other) === seen(name));
  if (twin === undefined) return null;
  return twin.toLowerCase() === name.toLowerCase()
    ? {
        ok: false,
        reason: "option-case",
        message: "The property has this option in another letter case.",
      }
    : {
        ok: false,
        reason: "option-spelling",
        message:
          "The property has an option that looks the same and differs in blanks or code points; write it as it stands there.",
      };
}

/** A name as a person sees it. */
const seen = (name: string): string => name.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();

/**
 * The request with known options by their ids. By name, an option that is renamed in Notion before the write arrives
 * would be added a second time under its old name.
 */
export function byOptionIds({ optionIds }: SchemaProperty, request: PropertyRequest): PropertyRequest {
  const known = <T extends object>(option: T): T | { readonly id: string } => {
    const id = "name" in option ? optionIds.get(String(option.name)) : undefined;
    return id === undefined ? option : { id };
  };
  if ("select" in request && request.select) return { select: known(request.select) };
  if ("status" in request && request.status) return { status: known(request.status) };
  if ("multi_select" in request) return { multi_select: request.multi_select.map(known) };
  return request;
}
