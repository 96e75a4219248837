import { type Value, valuesEqual } from "@/lib/engine/value";
import type { MappedField, SideConfig, SideRecord, WriteOperation, Written } from "../connector";
import type { FormatClass, GridCell } from "./cell";
import { encodeValue, NO_PLACE, type Stored } from "./codec";
import { cellAt } from "./grid-read";
import { inMerge, mergesAt } from "./header";
import { keyCellsOf, locatorOf } from "./locator";
import { projectValue } from "./project";
import type { Snapshot } from "./snapshot";

/** Google's limit of one spreadsheet, empty cells included. */
const MAX_CELLS = 10_000_000;

/** A row as this batch is to leave it. `origin` is where it was read; null = new. */
export interface Slot {
  readonly origin: number | null;
  /** Where the row stands before rows are deleted: its origin, or the next free row. */
  readonly row: number;
  record: SideRecord;
  readonly computed: ReadonlySet<string>;
  readonly cells: readonly GridCell[];
  readonly writes: Map<string, Stored>;
  removed: boolean;
}

/** What becomes of an operation if the batch is applied. */
export type Verdict =
  | { readonly id: string; readonly outcome: "done" | "stale"; readonly slot: Slot | null }
  | Extract<Written, { outcome: "refused" }>;

type Refusal = { readonly reason: string; readonly message: string; readonly field: string | null };
type Change = { readonly mapped: MappedField; readonly value: Value };

export const isTouched = (slot: Slot): boolean =>
  slot.writes.size > 0 || (slot.removed && slot.origin !== null);

/** Applies operations in order to what was read, in memory only. */
export class WritePlan {
  readonly #config: SideConfig;
  readonly #snapshot: Snapshot;
  readonly #capacity: number;
  readonly #slots = new Map<string, Slot[]>();
  readonly #created: Slot[] = [];

  constructor(config: SideConfig, snapshot: Snapshot, otherCells: number) {
    this.#config = config;
    this.#snapshot = snapshot;
    const { rowCount, columnCount } = snapshot.grid.tab;
    this.#capacity = Math.max(rowCount, Math.floor((MAX_CELLS - otherCells) / Math.max(1, columnCount)));
    for (const [locator, slots] of snapshot.slots) {
      this.#slots.set(
        locator,
        slots.map((slot) => ({ ...slot, origin: slot.row, writes: new Map(), removed: false })),
      );
    }
  }

  /** New rows that are still wanted, in the order of their creation. */
  get created(): readonly Slot[] {
    return this.#created.filter(({ removed }) => !removed);
  }

  /** Rows that were read and are to be changed or deleted. */
  get existing(): readonly Slot[] {
    return [...new Set([...this.#slots.values()].flat())].filter(
      (slot) => slot.origin !== null && isTouched(slot),
    );
  }

  decide(operation: WriteOperation): Verdict {
    const verdict =
      operation.op === "create"
        ? this.#create(operation)
        : operation.op === "update"
          ? this.#update(operation)
          : this.#remove(operation);
    return "reason" in verdict ? { id: operation.id, outcome: "refused", ...verdict } : verdict;
  }

  #alive(locator: string): readonly Slot[] {
    return (this.#slots.get(locator) ?? []).filter(({ removed }) => !removed);
  }

  #create({ id, cells }: Extract<WriteOperation, { op: "create" }>): Verdict | Refusal {
    const changes = this.#changes(cells);
    if ("reason" in changes) return changes;
    const values = Object.fromEntries(
      this.#config.mapped.map(({ field }): [string, Value] => [field.id, null]),
    );
    for (const { mapped, value } of changes) values[mapped.field.id] = value;
    const empty = this.#config.key.find((field) => (values[field] ?? null) === null);
    if (empty !== undefined) {
      return {
        reason: "empty-key",
        message: "A new row needs a value in each of its key columns.",
        field: empty,
      };
    }
    const locator = locatorOf(this.#config.key, values);
    const [held, twin] = this.#alive(locator);
    if (twin) return duplicateKey();
    if (held) {
      const same = changes.every(({ mapped, value }) => holds(held, mapped.field.id, value));
      return { id, outcome: same ? "done" : "stale", slot: held };
    }
    if (this.#snapshot.gap !== null) return this.#notLookedUp();
    const row = this.#snapshot.lastRow + 1 + this.#created.length;
    if (row >= this.#capacity) {
      return {
        reason: "cell-limit",
        message: "The spreadsheet has no room below 10 million cells.",
        field: null,
      };
    }
    const slot: Slot = {
      origin: null,
      row,
      record: { locator, cells: values, unknown: {}, changedAt: null },
      computed: new Set(),
      cells: this.#snapshot.tail.get(row) ?? [],
      writes: new Map(),
      removed: false,
    };
    const refusal = this.#enter(
      slot,
      changes.filter(({ value }) => value !== null),
    );
    if (refusal) return refusal;
    this.#created.push(slot);
    this.#slots.set(locator, [...(this.#slots.get(locator) ?? []), slot]);
    return { id, outcome: "done", slot };
  }

  #update({ id, locator, cells, expect }: Extract<WriteOperation, { op: "update" }>): Verdict | Refusal {
    const [slot, twin] = this.#alive(locator);
    if (twin) return duplicateKey();
    const all = this.#changes(cells);
    if ("reason" in all) return all;
    if (!slot) {
      // Moved by an earlier attempt of this very update, or gone.
      if (this.#snapshot.gap !== null) return this.#notLookedUp();
      const moved = this.#alive(this.#moved(keyCellsOf(this.#config, locator), all));
      const [there] = moved;
      const same =
        there && moved.length === 1 && all.every(({ mapped, value }) => holds(there, mapped.field.id, value));
      return same ? { id, outcome: "done", slot: there } : { id, outcome: "stale", slot: null };
    }
    const changes = all.filter(({ mapped, value }) => !holds(slot, mapped.field.id, value));
    if (changes.length === 0) return { id, outcome: "done", slot };
    if (!this.#asExpected(slot, expect, all)) return { id, outcome: "stale", slot };
    const next = this.#moved(slot.record.cells, changes);
    if (next !== locator) {
      if (this.#alive(next).length > 0) return duplicateKey();
      if (this.#snapshot.gap !== null) return this.#notLookedUp();
    }
    const refusal = this.#enter(slot, changes);
    if (refusal) return refusal;
    const values = Object.fromEntries(changes.map(({ mapped, value }) => [mapped.field.id, value]));
    slot.record = { ...slot.record, locator: next, cells: { ...slot.record.cells, ...values } };
    if (next !== locator) {
      this.#slots.set(
        locator,
        (this.#slots.get(locator) ?? []).filter((each) => each !== slot),
      );
      this.#slots.set(next, [...(this.#slots.get(next) ?? []), slot]);
    }
    return { id, outcome: "done", slot };
  }

  #remove({ id, locator, expect }: Extract<WriteOperation, { op: "delete" }>): Verdict | Refusal {
    const [slot, twin] = this.#alive(locator);
    if (twin) return duplicateKey();
    if (!slot) return this.#snapshot.gap === null ? { id, outcome: "done", slot: null } : this.#notLookedUp();
    if (!this.#asExpected(slot, expect, [])) return { id, outcome: "stale", slot };
    const merged = mergesAt(this.#snapshot.grid.merges, slot.row).length > 0;
    if (merged) return { reason: "merged-cell", message: "The row is part of merged cells.", field: null };
    slot.removed = true;
    return { id, outcome: "done", slot };
  }

  /** The writable cells of an operation as the sheet would hold them. */
  #changes(cells: Readonly<Record<string, Value>>): readonly Change[] | Refusal {
    const changes: Change[] = [];
    for (const mapped of this.#config.mapped) {
      const value = cells[mapped.field.id];
      if (value === undefined || !mapped.writable) continue;
      const projection = projectValue(mapped.field.type, value);
      if (!projection.ok) {
        return { reason: projection.reason, message: projection.message, field: mapped.field.id };
      }
      changes.push({ mapped, value: projection.value });
    }
    return changes;
  }

  #moved(cells: Readonly<Record<string, Value>>, changes: readonly Change[]): string {
    const values = { ...cells };
    for (const { mapped, value } of changes) values[mapped.field.id] = value;
    return locatorOf(this.#config.key, values);
  }

  /** A cell that already holds what it is to become is not in the way. */
  #asExpected(slot: Slot, expect: Readonly<Record<string, Value>>, wanted: readonly Change[]): boolean {
    return Object.entries(expect).every(([id, value]) => {
      if (holds(slot, id, value)) return true;
      const mapped = this.#config.mapped.find(({ field }) => field.id === id);
      const projection = mapped ? projectValue(mapped.field.type, value) : null;
      if (projection?.ok && holds(slot, id, projection.value)) return true;
      const change = wanted.find((each) => each.mapped.field.id === id);
      return change !== undefined && holds(slot, id, change.value);
    });
  }

  /** Encodes changes into the slot's writes; all of them or none. */
  #enter(slot: Slot, changes: readonly Change[]): Refusal | null {
    const merges = mergesAt(this.#snapshot.grid.merges, slot.row);
    const writes: [string, Stored][] = [];
    for (const { mapped, value } of changes) {
      const field = mapped.field.id;
      const at = this.#snapshot.placed.get(field);
      if (!at?.ok) {
        return {
          reason: "column-missing",
          message: `The column cannot be written: ${at?.reason ?? "unmapped"}.`,
          field,
        };
      }
      const cell = cellAt(slot.cells, at.index);
      if (slot.computed.has(field) || cell.computed) {
        return { reason: "formula", message: "The cell holds a formula, which is never overwritten.", field };
      }
      if (inMerge(merges, at.index)) {
        return { reason: "merged-cell", message: "The cell is part of merged cells.", field };
      }
      const format = slot.writes.get(field)?.format ?? "none";
      const place = {
        timeZone: this.#snapshot.grid.timeZone,
        format: this.#formatNear(slot, at.index, format),
      };
      const encoded = encodeValue(mapped.field.type, value, place);
      // What `project` accepts in no place in particular is accepted in each.
      const stored = encoded.ok ? encoded : encodeValue(mapped.field.type, value, NO_PLACE);
      if (!stored.ok) return { reason: stored.reason, message: stored.message, field };
      writes.push([field, stored.stored]);
    }
    for (const [field, stored] of writes) slot.writes.set(field, stored);
    return null;
  }

  /** The format of the cell, or for a new row that of the row above it. */
  #formatNear(slot: Slot, column: number, written: "date" | "datetime" | "none"): FormatClass {
    if (written !== "none") return written;
    const own = cellAt(slot.cells, column).format;
    return own === "none" && slot.origin === null ? cellAt(this.#snapshot.lastCells, column).format : own;
  }

  #notLookedUp(): Refusal {
    return {
      reason: "unreadable-rows",
      message: `The row cannot be looked up in the sheet: ${this.#snapshot.gap}.`,
      field: null,
    };
  }
}

const duplicateKey = (): Refusal => ({
  reason: "duplicate-key",
  message: "Several rows of the sheet have this key.",
  field: null,
});

function holds(slot: Slot, field: string, value: Value): boolean {
  const held = slot.record.cells[field];
  return held !== undefined && valuesEqual(held, value);
}
