/**
 * What people read of a broken rule. Speaks of fields by name and of what the schema asks for, never of the value that
 * broke it: an issue groups many rows.
 */
import type { Format } from "./value-form";

const MAX_LISTED = 10;
const MAX_SHOWN_PATTERN = 100;

/** A list for a sentence, cut short. Strings as they are, anything else as JSON. */
export function listed(values: readonly unknown[]): string {
  const shown = values
    .slice(0, MAX_LISTED)
    .map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  const rest = values.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  null: "empty",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
  string: "text",
  array: "a list",
  object: "an object",
};

const FORMAT_WORDS: Readonly<Record<Format, string>> = {
  email: "an e-mail address",
  uri: "a web address that begins with https:// or the like",
  uuid: "a UUID",
  hostname: "a host name",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
  date: "a date (YYYY-MM-DD)",
  time: "a time (HH:MM:SS with a zone)",
  "date-time": "a date and time (YYYY-MM-DDTHH:MM:SSZ)",
  duration: "a duration (P1D, PT2H ...)",
};

/** The end of a sentence that begins with what the keyword judged. `params` as ajv gives them. */
export function demand(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const limit = String(params.limit);
  switch (keyword) {
    case "required":
    case "dependentRequired":
      return "is required.";
    case "type":
      return `must be ${typeWords(params.type)}.`;
    case "enum":
      return `must be one of ${listed(Array.isArray(params.allowedValues) ? params.allowedValues : [])}.`;
    case "const":
      return `must be ${listed([params.allowedValue])}.`;
    case "pattern":
      return patternDemand(String(params.pattern));
    case "format":
      return `must be ${FORMAT_WORDS[params.format as Format]}.`;
    case "minimum":
      return `must be at least ${limit}.`;
    case "maximum":
      return `must be at most ${limit}.`;
    case "exclusiveMinimum":
      return `must be more than ${limit}.`;
    case "exclusiveMaximum":
      return `must be less than ${limit}.`;
    case "multipleOf":
      return `must be a multiple of ${String(params.multipleOf)}.`;
    case "minLength":
      return `must have at least ${limit} characters.`;
    case "maxLength":
      return `must have at most ${limit} characters.`;
    case "minItems":
    case "minProperties":
      return `must have at least ${limit} entries.`;
    case "maxItems":
    case "maxProperties":
      return `must have at most ${limit} entries.`;
    case "uniqueItems":
      return "must not have the same entry twice.";
    default:
      return "does not have the form that the schema asks for.";
  }
}

export function patternDemand(pattern: string): string {
  return pattern.length > MAX_SHOWN_PATTERN
    ? "does not have the form that its pattern asks for."
    : `must match the pattern ${pattern}`;
}

const typeWords = (type: unknown): string =>
  [type]
    .flat()
    .map((name) => TYPE_WORDS[String(name)] ?? String(name))
    .join(" or ");

/** Names for a sentence: "A", "A and B", "A, B and C". */
export function named(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
