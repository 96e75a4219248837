import type { Cells } from "@/lib/engine/value";
import type { SideRecord, WriteOperation, Written } from "../connector";
import { applyWave, type Effect } from "./apply";
import type { Session } from "./client";
import { rowsByKey } from "./read";
import type { Table } from "./table";

/** Rows and characters that one statement is given at most. */
const WAVE_ROWS = 2_000;
const WAVE_SIZE = 4 * 1024 * 1024;

export interface Applied {
  /** In the order of the operations; shorter when the deadline came. */
  readonly written: readonly Written[];
  /** Operations among them that changed something, by position. */
  readonly effective: ReadonlySet<number>;
}

/**
 * Applies operations within the transaction of `session`: locks the rows concerned, compares each with what
 * is expected (in canonical form, under the lock: nothing can come between), and writes what passed, set by set.
 * Operations on one row keep their order: a second one on a row starts a new wave.
 */
export async function applyOperations(
  session: Session,
  table: Table,
  operations: readonly WriteOperation[],
  deadline: number,
): Promise<Applied> {
  const keys = operations.map((operation) => keyOf(table, operation));
  const held = await lockedRows(session, table, keys);
  const written: Written[] = [];
  const effective = new Set<number>();
  let wave: Effect[] = [];
  let touched = new Set<string>();
  let size = 0;
  const flush = async () => {
    for (const { at, outcome, locator } of await applyWave(session, table, wave)) {
      written[at] = outcome;
      if (outcome.outcome === "done") {
        effective.add(at);
        held.delete(locator);
        if (outcome.record) held.set(outcome.record.locator, outcome.record);
      }
    }
    [wave, touched, size] = [[], new Set(), 0];
  };
  for (const [at, operation] of operations.entries()) {
    if (Date.now() >= deadline) break;
    const key = keys[at] ?? null;
    if (key !== null && touched.has(key.locator)) await flush();
    const decision = decide(table, operation, key && (held.get(key.locator) ?? null));
    if ("outcome" in decision) {
      written[at] = decision;
      continue;
    }
    if (key === null) continue;
    wave.push({ at, operation, key: key.wire, locator: key.locator, cells: decision.cells });
    touched.add(key.locator);
    const renamed =
      operation.op === "update"
        ? table.keyOfCells({ ...held.get(key.locator)?.cells, ...decision.cells })
        : null;
    if (renamed) touched.add(renamed.locator);
    size += decision.size;
    if (wave.length >= WAVE_ROWS || size >= WAVE_SIZE) await flush();
  }
  await flush();
  return { written, effective };
}

interface Key {
  readonly locator: string;
  readonly wire: readonly string[];
}

function keyOf(table: Table, operation: WriteOperation): Key | null {
  if (operation.op === "create") return table.keyOfCells(operation.cells);
  const wire = table.keyOfLocator(operation.locator);
  return wire && { locator: operation.locator, wire };
}

/** The rows that are there under the operations' keys, locked, by the locator asked for. */
async function lockedRows(
  session: Session,
  table: Table,
  keys: readonly (Key | null)[],
): Promise<Map<string, SideRecord>> {
  const asked = [...new Map(keys.flatMap((key) => (key ? [[key.locator, key] as const] : []))).values()];
  const wires = asked.map((key) => key.wire);
  const found = await rowsByKey(session, table, wires, true);
  const held = new Map<string, SideRecord>();
  for (const [n, record] of found) held.set(asked[n]?.locator ?? record.locator, record);
  return held;
}

type Decision = Written | { readonly cells: Cells; readonly size: number };

/** What becomes of an operation given the row as it stands; `cells` = it is to be written. */
function decide(table: Table, operation: WriteOperation, current: SideRecord | null): Decision {
  const { id } = operation;
  const asked = operation.op === "delete" ? {} : operation.cells;
  const cells: Record<string, Cells[string]> = {};
  let size = 0;
  for (const [field, value] of Object.entries(asked)) {
    if (!table.isWritable(field) && table.columnOf(field)) continue;
    const encoded = table.encode(field, value);
    if (!encoded.ok) {
      return { id, outcome: "refused", reason: encoded.reason, message: encoded.message, field };
    }
    cells[field] = value;
    size += typeof encoded.wire === "string" ? encoded.wire.length : 8;
  }
  if (operation.op === "create") {
    const key = table.keyOfCells(cells);
    if (key === null) {
      const message = "A new row needs a value in every key column.";
      return { id, outcome: "refused", reason: "key", message, field: null };
    }
    if (current === null) return { cells, size };
    return { id, outcome: table.holds(current, cells) ? "done" : "stale", record: current };
  }
  if (current === null) {
    return { id, outcome: operation.op === "delete" ? "done" : "stale", record: null };
  }
  if (operation.op === "update" && table.holds(current, cells))
    return { id, outcome: "done", record: current };
  if (!table.holds(current, operation.expect)) return { id, outcome: "stale", record: current };
  return { cells, size };
}
