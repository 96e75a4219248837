import { mismatch } from "./failure";
import { parseId } from "./identifier";

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A table's own entry: names from requests must not reach `constructor` and its kin. */
export const entryOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

export function objectAt(value: unknown, path: string): JsonObject {
  if (value === undefined) throw mismatch(path, "defined", value);
  if (!isObject(value)) throw mismatch(path, "an object", value);
  return value;
}

/** Refuses the first key that the API does not know, in its own words. */
export function onlyKeys(value: JsonObject, path: string, allowed: readonly string[]): void {
  for (const key of Object.keys(value))
    if (!allowed.includes(key)) throw mismatch(`${path}.${key}`, "not present", value[key]);
}

export function arrayAt(value: unknown, path: string, max = 100): readonly unknown[] {
  if (value === undefined) throw mismatch(path, "defined", value);
  if (!Array.isArray(value)) throw mismatch(path, "an array", value);
  if (value.length > max) throw mismatch(`${path}.length`, `≤ \`${max}\``, value.length);
  return value;
}

export function textAt(value: unknown, path: string, limits: { min?: number; max?: number } = {}): string {
  if (value === undefined) throw mismatch(path, "defined", value);
  if (typeof value !== "string") throw mismatch(path, "a string", value);
  const { min = 0, max = Number.POSITIVE_INFINITY } = limits;
  if (value.length < min) throw mismatch(`${path}.length`, `≥ \`${min}\``, value.length);
  if (value.length > max) throw mismatch(`${path}.length`, `≤ \`${max}\``, value.length);
  return value;
}

export function booleanAt(value: unknown, path: string): boolean {
  if (value === undefined) throw mismatch(path, "defined", value);
  if (typeof value !== "boolean") throw mismatch(path, "a boolean", value);
  return value;
}

export function idAt(value: unknown, path: string): string {
  if (value === undefined) throw mismatch(path, "defined", value);
  const id = parseId(value);
  if (id === null) throw mismatch(path, "a valid uuid", value);
  return id;
}

export function oneOfAt<T extends string>(value: unknown, path: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === value);
  if (found === undefined) throw mismatch(path, allowed.map((name) => `\`"${name}"\``).join(" or "), value);
  return found;
}

/** `page_size` of a list: 1 to 100, 100 when not given. */
export function pageSizeAt(value: unknown, path: string): number {
  if (value === undefined || value === null) return 100;
  const size = typeof value === "string" ? Number(value) : value;
  if (typeof size !== "number" || !Number.isInteger(size)) throw mismatch(path, "an integer", value);
  if (size < 1) throw mismatch(path, "≥ `1`", size);
  if (size > 100) throw mismatch(path, "≤ `100`", size);
  return size;
}
