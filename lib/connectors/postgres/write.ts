import type { Cells } from "@/lib/engine/value";
import type { SideRecord, WriteOperation, Written } from "../connector";
import { applyWave, type Effect } from "./apply";
import type { Wire } from "./cell";
import type { Session } from "./client";
import { computedReason } from "./computed-reason";
import { nextCount, type Pace } from "./pace";
import { rowsByKey } from "./read";
import type { Table } from "./table";

/** Characters that one transaction receives at most; the rest of the operations follows in another. */
const RECEIVED = 24 * 1024 * 1024;

export interface Applied {
  /** In the order of the operations; shorter when time or the share of one transaction is used up. */
  readonly written: readonly Written[];
  /** Operations among them that changed something, by position. */
  readonly effective: ReadonlySet<number>;
}

/**
 * Applies operations within the transaction of `session`, slice by slice: locks the rows that are there, compares
 * each with what is expected (in canonical form, under the lock: nothing can come between), and writes what
 * passed, set by set. Operations on one row keep their order.
 */
export async function applyOperations(
  session: Session,
  table: Table,
  operations: readonly WriteOperation[],
  { deadline, pace }: { readonly deadline: number; readonly pace: Pace },
): Promise<Applied> {
  const written: Written[] = [];
  const effective = new Set<number>();
  let want = pace.first;
  for (let at = 0; at < operations.length; ) {
    const late = Date.now() >= deadline || session.received > RECEIVED;
    if (late) break;
    const before = session.received;
    const slice = operations.slice(at, at + want);
    const outcomes = await applySlice(session, table, slice);
    outcomes.forEach(({ outcome, effect }, offset) => {
      if (effect) effective.add(at + offset);
      written.push(outcome);
    });
    at += slice.length;
    want = nextCount(pace, slice.length, Math.max(sizeOf(slice), session.received - before));
  }
  return { written, effective };
}

/** Roughly what the operations carry: one that is large takes its slice with it to the next, smaller one. */
function sizeOf(operations: readonly WriteOperation[]): number {
  let size = 0;
  for (const operation of operations) {
    if (operation.op === "delete") continue;
    for (const value of Object.values(operation.cells)) size += typeof value === "string" ? value.length : 8;
  }
  return size;
}

interface Settled {
  readonly outcome: Written;
  readonly effect: boolean;
}

async function applySlice(
  session: Session,
  table: Table,
  operations: readonly WriteOperation[],
): Promise<readonly Settled[]> {
  const keys = operations.map((operation) => keyOf(table, operation));
  // Where an index tells, a create finds out by its insert whether the key is taken; `applyWave` compares then.
  const { keyIsNamed } = table.catalogue;
  const looked = keys.filter((_, at) => keyIsNamed || operations[at]?.op !== "create");
  const held = await lockedRows(session, table, looked);
  const settled: Settled[] = [];
  let wave: Effect[] = [];
  let touched = new Set<string>();
  const flush = async () => {
    for (const { at, outcome, locator, effect } of await applyWave(session, table, wave)) {
      settled[at] = { outcome, effect };
      if (outcome.outcome !== "done") continue;
      held.delete(locator);
      if (outcome.record) held.set(outcome.record.locator, outcome.record);
    }
    [wave, touched] = [[], new Set()];
  };
  for (const [at, operation] of operations.entries()) {
    const key = keys[at] ?? null;
    if (key !== null && touched.has(key.locator)) await flush();
    const current = key && (held.get(key.locator) ?? null);
    const decision = decide(table, operation, { key, current });
    if ("outcome" in decision) settled[at] = { outcome: decision, effect: false };
    else if (key !== null) {
      wave.push({ at, operation, key: key.wire, locator: key.locator, ...decision });
      touched.add(key.locator);
      const moved = current && table.movedKey(current.cells, decision.cells);
      if (moved) touched.add(moved.locator);
    }
  }
  await flush();
  return settled;
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

type Decision = Written | Pick<Effect, "cells" | "wires">;

/** What becomes of an operation given the row as it stands; `cells` = it is to be written, as `wires`. */
function decide(
  table: Table,
  operation: WriteOperation,
  { key, current }: { readonly key: Key | null; readonly current: SideRecord | null },
): Decision {
  const { id } = operation;
  if (!table.catalogue.updatable) {
    const message = "Rows of this view cannot be written.";
    return { id, outcome: "refused", reason: "read-only", message, field: null };
  }
  const asked = operation.op === "delete" ? {} : operation.cells;
  const cells: Record<string, Cells[string]> = {};
  const wires: Record<string, Wire> = {};
  for (const [field, value] of Object.entries(asked)) {
    const column = table.columnOf(field);
    if (column && !table.isWritten(field)) continue;
    if (column?.computed) {
      // The key of a new row may be one that the database makes of the other cells: then it must be this one.
      if (operation.op === "create" && table.isKey(field)) continue;
      return { id, outcome: "refused", reason: "read-only", message: computedReason(column), field };
    }
    const encoded = table.encode(field, value);
    if (!encoded.ok) {
      return { id, outcome: "refused", reason: encoded.reason, message: encoded.message, field };
    }
    cells[field] = value;
    wires[field] = encoded.wire;
  }
  if (operation.op === "create") {
    const numbered = table.keyColumns.find((column) => column.numbered);
    if (numbered) {
      // A create whose answer was lost would make the row again, under another number.
      return { id, outcome: "refused", reason: "key", message: computedReason(numbered), field: null };
    }
    if (key === null || !table.hasKeyAmong(operation.cells)) {
      const message = "A new row needs a value in every key column.";
      return { id, outcome: "refused", reason: "key", message, field: null };
    }
    if (current === null) return { cells, wires };
    return { id, outcome: table.holds(current, cells) ? "done" : "stale", record: current };
  }
  if (current === null) {
    return { id, outcome: operation.op === "delete" ? "done" : "stale", record: null };
  }
  if (operation.op === "update" && table.holds(current, cells))
    return { id, outcome: "done", record: current };
  if (!table.holds(current, operation.expect)) return { id, outcome: "stale", record: current };
  return { cells, wires };
}
