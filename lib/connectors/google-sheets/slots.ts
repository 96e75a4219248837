import type { SideRecord } from "../connector";
import type { GridCell } from "./cell";
import type { Stored } from "./codec";
import type { Snapshot } from "./snapshot";

/** A row as this batch is to leave it. `origin` is where it was read; null = new. */
export interface Slot {
  readonly origin: number | null;
  /** Where the row stands before rows are deleted: its origin, or the next free row. */
  readonly row: number;
  record: SideRecord;
  /** Its key cells as text; the locator, where rows have no ids. */
  key: string;
  readonly computed: ReadonlySet<string>;
  readonly cells: readonly GridCell[];
  readonly spills: boolean;
  readonly writes: Map<string, Stored>;
  removed: boolean;
  /** Its key is to change. */
  isRenamed: boolean;
}

export const isTouched = (slot: Slot): boolean =>
  slot.writes.size > 0 || (slot.removed && slot.origin !== null);

/** The rows that operations name, found by locator and by key as the operations before left them. */
export class Slots {
  readonly #byLocator = new Map<string, Slot[]>();
  readonly #byKey = new Map<string, Slot[]>();
  readonly #all: Slot[] = [];

  constructor({ slots }: Snapshot) {
    for (const slot of slots)
      this.add({ ...slot, origin: slot.row, writes: new Map(), removed: false, isRenamed: false });
  }

  get all(): readonly Slot[] {
    return this.#all;
  }

  at(locator: string): readonly Slot[] {
    return (this.#byLocator.get(locator) ?? []).filter(({ removed }) => !removed);
  }

  withKey(key: string): readonly Slot[] {
    return (this.#byKey.get(key) ?? []).filter(({ removed }) => !removed);
  }

  add(slot: Slot): void {
    this.#all.push(slot);
    put(this.#byLocator, slot.record.locator, slot);
    put(this.#byKey, slot.key, slot);
  }

  change(slot: Slot, record: SideRecord, key: string): void {
    const before = slot.record.locator;
    if (before !== record.locator) {
      take(this.#byLocator, before, slot);
      put(this.#byLocator, record.locator, slot);
    }
    if (slot.key !== key) {
      slot.isRenamed = true;
      take(this.#byKey, slot.key, slot);
      put(this.#byKey, key, slot);
    }
    slot.record = record;
    slot.key = key;
  }
}

function put(index: Map<string, Slot[]>, name: string, slot: Slot): void {
  index.set(name, [...(index.get(name) ?? []), slot]);
}

function take(index: Map<string, Slot[]>, name: string, slot: Slot): void {
  index.set(
    name,
    (index.get(name) ?? []).filter((each) => each !== slot),
  );
}
