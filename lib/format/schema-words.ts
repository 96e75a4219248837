import { formatCount } from "./count";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const NAMED = 6;

/** Options for a sentence: the first few, and how many more there are. */
function listed(values: readonly unknown[]): string {
  const shown = values.slice(0, NAMED).map((value) => (value === null ? "nothing" : String(value)));
  const more = values.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${formatCount(more)} more` : shown.join(", ");
}

const FORMATS: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  uri: "a web address",
  uuid: "a UUID",
  hostname: "a host name",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
};

export const formatWord = (format: string): string => FORMATS[format] ?? format;

/** Keywords that the words below speak of, that a control shows, or that ask for nothing. */
const SPOKEN = new Set([
  ...["title", "description", "type", "$comment", "examples", "default", "deprecated", "x-severity"],
  ...["enum", "x-options", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
  ...["minLength", "maxLength", "x-lifecycle", "items"],
]);

/** What a schema asks of one field, beyond its type and whether it is required: a few words for each rule. */
export function ruleWords(property: unknown, setName: (id: string) => string): string[] {
  if (!isObject(property)) return property === false ? ["always empty"] : [];
  const items = isObject(property.items) ? property.items : {};
  const number = (keyword: string, words: string) =>
    property[keyword] === undefined ? [] : [`${words} ${String(property[keyword])}`];
  const others = Object.keys(property).filter((keyword) => !SPOKEN.has(keyword)).length;
  return [
    ...(Array.isArray(property.enum) ? [`one of ${listed(property.enum)}`] : []),
    ...(Array.isArray(items.enum) ? [`only ${listed(items.enum)}`] : []),
    ...(typeof property["x-options"] === "string" ? [`from the set ${setName(property["x-options"])}`] : []),
    ...(typeof property.format === "string" ? [formatWord(property.format)] : []),
    ...(typeof property.pattern === "string" ? [`matches ${property.pattern}`] : []),
    ...number("minimum", "at least"),
    ...number("exclusiveMinimum", "more than"),
    ...number("maximum", "at most"),
    ...number("exclusiveMaximum", "less than"),
    ...number("minLength", "characters from"),
    ...number("maxLength", "characters up to"),
    ...lifecycleWords(property["x-lifecycle"]),
    ...(others > 0 ? [`${others} more in the JSON`] : []),
  ];
}

function lifecycleWords(lifecycle: unknown): string[] {
  if (!isObject(lifecycle) || !isObject(lifecycle.transitions)) return [];
  const steps = Object.entries(lifecycle.transitions).flatMap(([from, next]) =>
    Array.isArray(next) && next.length > 0 ? [`${from} → ${next.join(" or ")}`] : [],
  );
  return [`steps ${steps.join(", ")}`];
}
