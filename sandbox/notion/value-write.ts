import {
  arrayAt,
  booleanAt,
  idAt,
  isObject,
  type JsonObject,
  objectAt,
  onlyKeys,
  textAt,
} from "./body-check";
import { parseDate } from "./date-value";
import { invalid, mismatch, notFound, notReproduced } from "./failure";
import { defaultStatus, newOption, optionNamed, optionWithId } from "./option";
import type { FileValue, PropertyRecord, StoredValue } from "./record";
import { parseRichText } from "./rich-text";
import { isAssignable } from "./user";
import { type Call, findSource } from "./world";

export interface Writing {
  readonly call: Call;
  /** As the schema stands, with the options that this request has added so far. */
  readonly property: PropertyRecord;
  /** What the cell holds before. */
  readonly before: StoredValue;
  /** Puts an option into the schema, or refuses. */
  addOption(name: string, path: string): string;
}

/**
 * One entry of a request's `properties`, checked and in stored form. Throws for read-only properties, for
 * another type than the property's, and for values out of bounds.
 */
export function parseValue(writing: Writing, given: unknown, path: string): StoredValue {
  const { property } = writing;
  const entry = objectAt(given, path);
  const write = WRITERS[property.type];
  if (write === undefined)
    throw invalid(`${property.name} is a ${property.type} property and cannot be written.`);
  onlyKeys(entry, path, ["id", "name", "type", ...Object.keys(WRITERS)]);
  if (entry[property.type] === undefined || (entry.type !== undefined && entry.type !== property.type))
    throw invalid(`${property.name} is expected to be ${property.type}.`);
  for (const key of Object.keys(entry))
    if (key !== property.type && key in WRITERS)
      throw invalid(`${property.name} is expected to be ${property.type}.`);
  return write(entry[property.type], `${path}.${property.type}`, writing);
}

type Writer = (value: unknown, path: string, writing: Writing) => StoredValue;

const bounded =
  (max: number): Writer =>
  (value, path) =>
    value === null ? null : textAt(value, path, { min: 1, max });

const WRITERS: Readonly<Record<string, Writer>> = {
  title: (value, path) => parseRichText(value, path),
  rich_text: (value, path) => parseRichText(value, path),
  number: (value, path) => {
    if (value === null || (typeof value === "number" && Number.isFinite(value))) return value;
    throw mismatch(path, "a number or `null`", value);
  },
  checkbox: (value, path) => booleanAt(value, path),
  url: bounded(2000),
  email: bounded(100),
  phone_number: bounded(100),
  select: (value, path, writing) => (value === null ? null : writeOption(value, path, writing)),
  multi_select: (value, path, writing) => {
    const ids = arrayAt(value, path).map((entry, at) => writeOption(entry, `${path}[${at}]`, writing));
    return [...new Set(ids)];
  },
  status: (value, path, writing) =>
    value === null ? defaultStatus(writing.property) : writeStatus(value, path, writing),
  date: (value, path, writing) => {
    const grain = writing.call.settings().dateTimeGrainMs;
    return value === null ? null : parseDate(objectAt(value, path), path, grain);
  },
  people: (value, path, writing) => {
    const ids = arrayAt(value, path).map((entry, at) => writePerson(entry, `${path}[${at}]`, writing));
    return [...new Set(ids)];
  },
  relation: (value, path, writing) => {
    const ids = arrayAt(value, path).map((entry, at) => writeRelated(entry, `${path}[${at}]`, writing));
    return [...new Set(ids)];
  },
  files: (value, path, writing) =>
    arrayAt(value, path).map((entry, at) => writeFile(entry, `${path}[${at}]`, writing)),
};

function optionEntry(value: unknown, path: string): JsonObject {
  const entry = objectAt(value, path);
  onlyKeys(entry, path, ["id", "name", "color", "description"]);
  if (entry.id === undefined && entry.name === undefined)
    throw mismatch(`${path}.name`, "defined", undefined);
  if (entry.name !== undefined) textAt(entry.name, `${path}.name`, { min: 1, max: 100 });
  return entry;
}

/** Select and multi_select take names that the schema does not have yet: they are added to it. */
function writeOption(value: unknown, path: string, writing: Writing): string {
  const entry = optionEntry(value, path);
  if (entry.id !== undefined) {
    const known = optionWithId(writing.property, textAt(entry.id, `${path}.id`, { min: 1, max: 100 }));
    if (known !== undefined) return known.id;
    if (entry.name === undefined) throw invalid(`${String(entry.id)} is not a valid select option id.`);
  }
  const name = String(entry.name);
  const known = optionNamed(writing.property, name);
  return known?.id ?? writing.addOption(newOption(name, `${path}.name`).name, path);
}

function writeStatus(value: unknown, path: string, writing: Writing): string {
  const entry = optionEntry(value, path);
  const known =
    (typeof entry.id === "string" ? optionWithId(writing.property, entry.id) : undefined) ??
    (typeof entry.name === "string" ? optionNamed(writing.property, entry.name) : undefined);
  if (known === undefined)
    throw invalid(`Invalid status option. Status option "${String(entry.name ?? entry.id)}" does not exist.`);
  return known.id;
}

function writePerson(value: unknown, path: string, writing: Writing): string {
  const id = idAt(objectAt(value, path).id, `${path}.id`);
  if (!isAssignable(writing.call, id)) throw invalid(`Could not find user with ID: ${id}.`);
  return id;
}

function writeRelated(value: unknown, path: string, writing: Writing): string {
  const id = idAt(objectAt(value, path).id, `${path}.id`);
  const page = writing.call.state.page(id);
  const target = findSource(writing.call, writing.property.target ?? "");
  if (page === undefined) throw notFound("page", id);
  if (page.dataSourceId !== target.id)
    throw invalid(`Page ${id} is not in the data source that ${writing.property.name} relates to.`);
  return id;
}

function writeFile(value: unknown, path: string, writing: Writing): FileValue {
  const entry = objectAt(value, path);
  onlyKeys(entry, path, ["name", "type", "external", "file", "file_upload"]);
  if (entry.file_upload !== undefined) throw notReproduced("file uploads");
  const name = textAt(entry.name, `${path}.name`, { min: 1, max: 100 });
  if (isObject(entry.external))
    return {
      name,
      kind: "external",
      url: textAt(entry.external.url, `${path}.external.url`, { min: 1, max: 2000 }),
    };
  const url = textAt(objectAt(entry.file, `${path}.file`).url, `${path}.file.url`).split("?", 1)[0] ?? "";
  const held = Array.isArray(writing.before) ? (writing.before as readonly FileValue[]) : [];
  if (!held.some((file) => file.kind === "hosted" && file.url === url))
    throw invalid(`${path}.file.url is not a file of this property.`);
  return { name, kind: "hosted", url };
}
