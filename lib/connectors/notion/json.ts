/** An object out of an answer, nothing known about it yet. */
export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object under `key`, or null if there is something else or nothing. */
export function objectAt(holder: Json, key: string): Json | null {
  const value = holder[key];
  return isJson(value) ? value : null;
}

export function textAt(holder: Json, key: string): string | null {
  const value = holder[key];
  return typeof value === "string" ? value : null;
}

/** The objects listed under `key`; null if it is no list or holds anything else. */
export function objectsAt(holder: Json, key: string): readonly Json[] | null {
  const value = holder[key];
  return Array.isArray(value) && value.every(isJson) ? value : null;
}
