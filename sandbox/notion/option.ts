import { arrayAt, isObject, objectAt, onlyKeys, textAt } from "./body-check";
import { invalid, mismatch } from "./failure";
import { newId } from "./identifier";
import type { OptionGroup, OptionRecord, PropertyRecord } from "./record";

const COLORS = ["default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red"];
const GROUPS = ["To-do", "In progress", "Complete"] as const;
const GROUP_COLORS = { "To-do": "gray", "In progress": "blue", Complete: "green" } as const;

/** Option names are unique without regard to case; a name in another case means the option that exists. */
export function optionNamed(property: PropertyRecord, name: string): OptionRecord | undefined {
  const wanted = name.toLowerCase();
  return property.options?.find((option) => option.name.toLowerCase() === wanted);
}

export const optionWithId = (property: PropertyRecord, id: string): OptionRecord | undefined =>
  property.options?.find((option) => option.id === id);

/** Checks a new option's name as the live API does: no comma, at most 100 characters. */
export function newOption(name: string, path: string): OptionRecord {
  textAt(name, path, { min: 1, max: 100 });
  if (name.includes(",")) throw invalid(`Invalid select option, commas not allowed: ${name}`);
  return { id: newId(), name, color: "default", description: null };
}

/** The property with one option more; a status option goes to the To-do group. */
export function withOption(property: PropertyRecord, option: OptionRecord, group?: string): PropertyRecord {
  const options = [...(property.options ?? []), option];
  if (property.type !== "status") return { ...property, options };
  const groups = (property.groups ?? []).map((entry) =>
    entry.name === (group ?? "To-do") ? { ...entry, optionIds: [...entry.optionIds, option.id] } : entry,
  );
  return { ...property, options, groups };
}

/** What a status cell holds when nothing was written: the first option of the first group that has any. */
export function defaultStatus(property: PropertyRecord): string | null {
  const first = property.groups?.flatMap((group) => group.optionIds)[0];
  return first ?? property.options?.[0]?.id ?? null;
}

/** The options of a new select, multi_select or status property. */
export function newOptions(property: PropertyRecord, config: unknown, path: string): PropertyRecord {
  const given = isObject(config) ? config.options : undefined;
  if (property.type === "status" && given === undefined) return defaultOptions(property);
  const empty = property.type === "status" ? { ...property, options: [], groups: emptyGroups() } : property;
  if (given === undefined) return { ...property, options: [] };
  return patchOptions({ ...empty, options: [] }, given, path);
}

/**
 * A schema PATCH's option list. For select and multi_select it replaces: what is left out is gone. For
 * status it adds and updates. Names and colours of existing options cannot be changed.
 */
export function patchOptions(property: PropertyRecord, given: unknown, path: string): PropertyRecord {
  const kept: OptionRecord[] = [];
  let result: PropertyRecord = property;
  for (const [at, raw] of arrayAt(given, `${path}.options`).entries()) {
    const entryPath = `${path}.options[${at}]`;
    const entry = objectAt(raw, entryPath);
    onlyKeys(entry, entryPath, ["id", "name", "color", "description", "group"]);
    const existing = existingOption(property, entry);
    const option = existing === undefined ? created(entry, entryPath) : updated(existing, entry, property);
    if (kept.some((other) => other.name.toLowerCase() === option.name.toLowerCase()))
      throw invalid(`Options must have unique names: ${option.name}`);
    kept.push(option);
    if (existing === undefined && property.type === "status")
      result = withOption(result, option, groupAt(entry.group, entryPath));
  }
  if (property.type !== "status") return { ...property, options: kept };
  const changed = new Map(kept.map((option) => [option.id, option]));
  return { ...result, options: (result.options ?? []).map((option) => changed.get(option.id) ?? option) };
}

function existingOption(property: PropertyRecord, entry: Record<string, unknown>): OptionRecord | undefined {
  if (typeof entry.id === "string") {
    const found = optionWithId(property, entry.id);
    if (found !== undefined) return found;
  }
  return typeof entry.name === "string" ? optionNamed(property, entry.name) : undefined;
}

function created(entry: Record<string, unknown>, path: string): OptionRecord {
  const option = newOption(textAt(entry.name, `${path}.name`), `${path}.name`);
  return {
    ...option,
    color: colorAt(entry.color, path) ?? "default",
    description: descriptionAt(entry, path),
  };
}

function updated(
  option: OptionRecord,
  entry: Record<string, unknown>,
  property: PropertyRecord,
): OptionRecord {
  if (entry.color !== undefined && entry.color !== option.color)
    throw invalid(`Cannot update color of ${property.type} with name: ${option.name}.`);
  if (entry.name !== undefined && String(entry.name).toLowerCase() !== option.name.toLowerCase())
    throw invalid(`Cannot update name of ${property.type} with name: ${option.name}.`);
  if (entry.description === undefined) return option;
  return { ...option, description: descriptionAt(entry, "body.properties") };
}

function colorAt(value: unknown, path: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "string" || !COLORS.includes(value)) throw mismatch(`${path}.color`, "a color", value);
  return value;
}

const descriptionAt = (entry: Record<string, unknown>, path: string): string | null =>
  entry.description === undefined || entry.description === null
    ? null
    : textAt(entry.description, `${path}.description`, { max: 280 });

function groupAt(value: unknown, path: string): string {
  if (value === undefined) return "To-do";
  const found = GROUPS.find((name) => name === value);
  if (found === undefined) throw mismatch(`${path}.group`, "the name of a group", value);
  return found;
}

const emptyGroups = (): OptionGroup[] =>
  GROUPS.map((name) => ({ id: newId(), name, color: GROUP_COLORS[name], optionIds: [] }));

function defaultOptions(property: PropertyRecord): PropertyRecord {
  const start: PropertyRecord = { ...property, options: [], groups: emptyGroups() };
  const named: readonly [string, string, string][] = [
    ["Not started", "default", "To-do"],
    ["In progress", "blue", "In progress"],
    ["Done", "green", "Complete"],
  ];
  return named.reduce(
    (sofar, [name, color, group]) =>
      withOption(sofar, { id: newId(), name, color, description: null }, group),
    start,
  );
}
