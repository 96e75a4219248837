import type { Value } from "@/lib/engine/value";
import type { SideConfig, WriteOperation, Written } from "../connector";
import { encodeValue, NO_PLACE, type Stored } from "./codec";
import { type Change, changesOf, holds, isAsExpected, keyAfter, type Refusal } from "./expected";
import { generationOf } from "./fence";
import { cellAt } from "./grid-read";
import { inMerge, mergesAt } from "./header";
import { keyCellsOf, keyIn, locatorOf } from "./locator";
import type { FormatClass } from "./number-format";
import { hasRowIds, keyHash, newRowId } from "./row-id";
import { isTouched, type Slot, Slots } from "./slots";
import type { Snapshot } from "./snapshot";

/** Google's limit of one spreadsheet, empty cells included. */
const MAX_CELLS = 10_000_000;

interface Settled {
  readonly id: string;
  readonly outcome: "done" | "stale";
  readonly slot: Slot | null;
}

/** What becomes of an operation if the batch is applied. */
export type Verdict = Settled | Extract<Written, { outcome: "refused" }>;

/** Applies operations in order to what was read, in memory only. */
export class WritePlan {
  readonly #config: SideConfig;
  readonly #snapshot: Snapshot;
  readonly #capacity: number;
  readonly #slots: Slots;
  /** Whether records are found by ids of their own. */
  readonly #named: boolean;
  /** By which records of the sheet are found, new ones included. */
  readonly #locators: Set<string>;
  readonly #created: Slot[] = [];
  /**
   * Whether rows are inserted for new records. Then nothing is written over, whatever a person does meanwhile: a row
   * inserted above moves the last record to where the first new one is to stand. Only what is filled down below the last
   * record is used as it stands, and the last cells that a spreadsheet may have are.
   */
  readonly insertsNew: boolean;

  /** `otherCells`: of the spreadsheet's other tabs; `creates`: how many rows may be made. */
  constructor(
    config: SideConfig,
    snapshot: Snapshot,
    { otherCells, creates }: { readonly otherCells: number; readonly creates: number },
  ) {
    this.#config = config;
    this.#snapshot = snapshot;
    const { rowCount, columnCount } = snapshot.grid.tab;
    this.#capacity = Math.max(rowCount, Math.floor((MAX_CELLS - otherCells) / Math.max(1, columnCount)));
    const next = snapshot.tail.get(snapshot.lastRow + 1) ?? [];
    // One more, for where the grid ends with the last record.
    const fits = rowCount + creates + 1 <= this.#capacity;
    this.insertsNew = fits && next.every(({ content, computed }) => content.kind === "empty" && !computed);
    this.#named = hasRowIds(config.address);
    this.#locators = new Set(snapshot.locators);
    this.#slots = new Slots(snapshot);
  }

  /** New rows that are still wanted, in the order of their creation. */
  get created(): readonly Slot[] {
    return this.#created.filter(({ removed }) => !removed);
  }

  /** Rows that were read and are to be changed or deleted. */
  get existing(): readonly Slot[] {
    return this.#slots.all.filter((slot) => slot.origin !== null && isTouched(slot));
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

  #create({ id, cells }: Extract<WriteOperation, { op: "create" }>): Verdict | Refusal {
    const changes = changesOf(this.#config, cells);
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
    const key = locatorOf(this.#config.key, values);
    const [held, twin] = this.#slots.withKey(key);
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
      record: { locator: this.#nameFor(key), cells: values, unknown: {}, changedAt: null },
      key,
      computed: new Set(),
      cells: this.insertsNew ? [] : (this.#snapshot.tail.get(row) ?? []),
      spills: false,
      writes: new Map(),
      removed: false,
      isRenamed: false,
    };
    const refusal = this.#enter(
      slot,
      changes.filter(({ value }) => value !== null),
    );
    if (refusal) return refusal;
    this.#created.push(slot);
    this.#locators.add(slot.record.locator);
    this.#slots.add(slot);
    return { id, outcome: "done", slot };
  }

  /** By what the new row with this key is found: the id that it is given, else the key. */
  #nameFor(key: string): string {
    if (!this.#named) return key;
    return newRowId(keyHash(key), generationOf(this.#snapshot.grid.fences), this.#locators);
  }

  #update(operation: Extract<WriteOperation, { op: "update" }>): Verdict | Refusal {
    const { id, locator, cells, expect } = operation;
    const [slot, twin] = this.#slots.at(locator);
    if (twin) return duplicateKey();
    const all = changesOf(this.#config, cells);
    if ("reason" in all) return all;
    if (!slot) {
      if (this.#snapshot.gap !== null) return this.#notLookedUp();
      return { id, ...this.#movedBefore(locator, all) };
    }
    if (this.#isAnothers(slot, operation)) return { id, outcome: "stale", slot };
    const changes = all.filter(({ mapped, value }) => !holds(slot, mapped.field.id, value));
    if (changes.length === 0) return { id, outcome: "done", slot };
    if (!isAsExpected(this.#config, slot, { expect, wanted: all })) return { id, outcome: "stale", slot };
    const next = keyAfter(this.#config.key, slot.record.cells, changes);
    if (next !== slot.key) {
      if (this.#slots.withKey(next).length > 0) return duplicateKey();
      if (this.#snapshot.gap !== null) return this.#notLookedUp();
    }
    const refusal = this.#enter(slot, changes);
    if (refusal) return refusal;
    const values = Object.fromEntries(changes.map(({ mapped, value }) => [mapped.field.id, value]));
    const record = {
      ...slot.record,
      locator: this.#named ? locator : next,
      cells: { ...slot.record.cells, ...values },
    };
    this.#slots.change(slot, record, next);
    return { id, outcome: "done", slot };
  }

  /** Where rows are known by their keys: an earlier attempt of this very update has moved the row, or it is gone. */
  #movedBefore(locator: string, all: readonly Change[]): Pick<Settled, "outcome" | "slot"> {
    const [there, twin] = this.#named
      ? []
      : this.#slots.withKey(keyAfter(this.#config.key, keyCellsOf(this.#config, locator), all));
    const same = there && !twin && all.every(({ mapped, value }) => holds(there, mapped.field.id, value));
    return same ? { outcome: "done", slot: there } : { outcome: "stale", slot: null };
  }

  /**
   * The id has come to stand beside a row that is not its own: what it is to be written to has another key than the
   * caller knows, and that key stands elsewhere. Rows sorted without their ids look like that.
   */
  #isAnothers(slot: Slot, { key, expect }: Exclude<WriteOperation, { op: "create" }>): boolean {
    // A key that is to change is among what is compared.
    if (!this.#named || key === undefined || this.#config.key.some((field) => field in expect)) return false;
    const known = keyIn(this.#config, key, {});
    return known !== slot.key && this.#slots.withKey(known).length > 0;
  }

  #remove(operation: Extract<WriteOperation, { op: "delete" }>): Verdict | Refusal {
    const { id, locator, expect } = operation;
    const [slot, twin] = this.#slots.at(locator);
    if (twin) return duplicateKey();
    if (!slot && this.#snapshot.gap !== null) return this.#notLookedUp();
    // The row may have lost its id alone.
    const [nameless] =
      slot || !this.#named ? [] : this.#slots.withKey(keyIn(this.#config, operation.key ?? expect, {}));
    if (!slot) return { id, outcome: nameless ? "stale" : "done", slot: nameless ?? null };
    if (this.#isAnothers(slot, operation) || !isAsExpected(this.#config, slot, { expect, wanted: [] }))
      return { id, outcome: "stale", slot };
    const merged = mergesAt(this.#snapshot.grid.merges, slot.row).length > 0;
    if (merged) return { reason: "merged-cell", message: "The row is part of merged cells.", field: null };
    if (slot.spills) {
      return { reason: "formula", message: "The row holds a formula that fills other rows.", field: null };
    }
    slot.removed = true;
    return { id, outcome: "done", slot };
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
        ...this.#snapshot.grid.region,
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
