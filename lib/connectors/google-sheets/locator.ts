import type { Cells, Value } from "@/lib/engine/value";
import type { SideConfig, WriteOperation } from "../connector";
import { projectValue } from "./project";

/** Finds a record again: the canonical JSON array of its key cells. */
export const locatorOf = (key: readonly string[], cells: Cells): string =>
  JSON.stringify(key.map((field) => cells[field] ?? null));

/** The rows that operations name, look up or move to. */
export function wantedLocators(config: SideConfig, operations: readonly WriteOperation[]): Set<string> {
  const wanted = new Set<string>();
  for (const operation of operations) {
    if (operation.op !== "create") {
      wanted.add(operation.locator);
      if (operation.key) wanted.add(keyIn(config, operation.key, {}));
    }
    if (operation.op === "delete") continue;
    const before = operation.op === "create" ? {} : keyCellsOf(config, operation.locator);
    wanted.add(keyIn(config, operation.cells, before));
    // Where rows have ids the locator does not tell the rest of a key of several cells.
    if (operation.op === "update") wanted.add(keyIn(config, operation.cells, operation.expect));
  }
  return wanted;
}

/** The key of these cells as the sheet would show them; `before` are those that stay. */
export function keyIn(config: SideConfig, given: Cells, before: Cells): string {
  const cells: Record<string, Value> = { ...before };
  for (const { field } of config.mapped) {
    const value = given[field.id];
    if (value === undefined || !config.key.includes(field.id)) continue;
    const projection = projectValue(field.type, value);
    if (projection.ok) cells[field.id] = projection.value;
  }
  return locatorOf(config.key, cells);
}

/** The key cells that a locator names; none for a text that is no locator. */
export function keyCellsOf(config: SideConfig, locator: string): Record<string, Value> {
  try {
    const parsed: unknown = JSON.parse(locator);
    if (!Array.isArray(parsed)) return {};
    return Object.fromEntries(config.key.map((field, at) => [field, (parsed[at] as Value) ?? null]));
  } catch {
    return {};
  }
}
