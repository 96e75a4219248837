import { keyText } from "@/lib/engine/canonical";
import type { Cells, Value } from "@/lib/engine/value";
import type { VirtualClock } from "./clock";
import { KEY } from "./fields";
import type { Traits } from "./traits";

/** Who put a cell's value there last, and when. */
export interface Hand {
  readonly by: "person" | "engine";
  readonly at: number;
}

export interface SimRecord {
  readonly id: string;
  readonly madeAt: number;
  readonly changedAt: number;
  readonly cells: Cells;
  readonly hands: Readonly<Record<string, Hand>>;
}

/** One simulated system: its records, and what is wrong with it just now. Nothing here judges; it only holds. */
export class SimSystem {
  readonly records = new Map<string, SimRecord>();
  /** Records that were removed, each with the moment. */
  readonly removed: { readonly locator: string; readonly at: number }[] = [];
  /** Until when the credentials are refused, and mapped columns are gone. */
  revokedUntil = 0;
  /** The registry has noted that they are; it asks no more until somebody connects again. */
  isEnded = false;
  readonly droppedUntil = new Map<string, number>();
  private made = 0;

  constructor(
    readonly traits: Traits,
    private readonly clock: VirtualClock,
  ) {}

  insert(cells: Cells, by: Hand["by"]): SimRecord {
    this.made += 1;
    const id = `${this.traits.name}-${String(this.made).padStart(5, "0")}`;
    const hand = { by, at: this.clock.ms };
    const hands = Object.fromEntries(Object.keys(cells).map((field) => [field, hand]));
    const record = { id, madeAt: this.clock.ms, changedAt: this.clock.ms, cells, hands };
    this.records.set(id, record);
    return record;
  }

  edit(id: string, cells: Cells, by: Hand["by"]): SimRecord {
    const record = this.records.get(id);
    if (!record) throw new Error(`${this.traits.name} has no record ${id}`);
    const hand = { by, at: this.clock.ms };
    const hands = Object.fromEntries(Object.keys(cells).map((field) => [field, hand]));
    const edited = {
      ...record,
      changedAt: this.clock.ms,
      cells: { ...record.cells, ...cells },
      hands: { ...record.hands, ...hands },
    };
    this.records.set(id, edited);
    // Under a new key it is another record where the key is all that it is found by.
    if (this.locatorOf(edited) !== this.locatorOf(record))
      this.removed.push({ locator: this.locatorOf(record), at: this.clock.ms });
    return edited;
  }

  remove(id: string): SimRecord {
    const record = this.records.get(id);
    if (!record) throw new Error(`${this.traits.name} has no record ${id}`);
    this.records.delete(id);
    this.removed.push({ locator: this.locatorOf(record), at: this.clock.ms });
    return record;
  }

  /** What finds the record again, as the connector tells it. */
  locatorOf(record: SimRecord): string {
    return this.traits.stableRecordIds ? record.id : (keyText(record.cells, [KEY]) ?? "");
  }

  at(locator: string): readonly SimRecord[] {
    return [...this.records.values()].filter((record) => this.locatorOf(record) === locator);
  }

  withKey(key: Value): readonly SimRecord[] {
    return [...this.records.values()].filter(({ cells }) => cells[KEY] === key);
  }

  isDropped(field: string): boolean {
    return (this.droppedUntil.get(field) ?? 0) > this.clock.ms;
  }

  /** Rows by key as people see them. */
  get rows(): readonly SimRecord[] {
    return [...this.records.values()];
  }
}
