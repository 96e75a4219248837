import type { Cells, Value } from "@/lib/engine/value";
import type { Random } from "../chaos/random";
import { KEY } from "./fields";
import type { History, PersonEdit } from "./history";
import { isShownAs, projectOn } from "./project";
import type { SimRecord, SimSystem } from "./system";
import type { Temper } from "./temper";
import type { Trace } from "./trace";

export interface Gestures {
  readonly random: Random;
  readonly temper: Temper;
  readonly history: History;
  readonly trace: Trace;
  readonly now: () => number;
  /** The registry's row of a record; null = none yet. */
  rowOf(system: SimSystem, record: SimRecord): Promise<string | null>;
  /** What the registry knows the record to have shown. */
  agreedOn(system: SimSystem, record: SimRecord): Promise<Cells | null>;
}

interface Cell {
  readonly system: SimSystem;
  readonly record: SimRecord;
  readonly field: string;
}

const KEYS = ["k01", "k02", "k03", "k04", "k05", "k06", "k07", "k08", "k09"];

/** How often people do what; the rest are edits. */
const REMOVE = 0.12;
const INSERT = 0.2;
const CLEAR = 0.08;
const LONG = 0.03;

/** The people at the three systems. They know nothing of each other or of the engine. */
export class People {
  private count = 0;
  private lastEdit: (Pick<PersonEdit, "system" | "field"> & { readonly key: Value }) | null = null;

  constructor(
    private readonly systems: readonly SimSystem[],
    private readonly around: Gestures,
  ) {}

  /** One gesture of somebody. */
  async act(): Promise<void> {
    const { random, temper } = this.around;
    const system = random.pick(this.systems);
    const chance = random.next();
    const record = system.rows.length > 0 ? random.pick(system.rows) : null;
    if (record === null || chance < INSERT) this.insert(system);
    else if (chance < INSERT + REMOVE) await this.remove(system, this.secondThought(system) ?? record);
    else if (chance < INSERT + REMOVE + temper.rename)
      await this.rename(system, this.secondThought(system) ?? record);
    else if (random.next() < temper.rival)
      await this.edit(this.rival() ?? { system, record, field: this.anyField() });
    else await this.edit({ system, record, field: this.anyField() });
  }

  /** The newest record of the system, now and then. */
  private secondThought = (system: SimSystem): SimRecord | null =>
    this.around.random.next() < this.around.temper.secondThought ? (system.rows.at(-1) ?? null) : null;

  /** The cell that was edited last, on another system; null = it is on no other one. */
  private rival(): Cell | null {
    if (this.lastEdit === null) return null;
    const { system: theirs, key, field } = this.lastEdit;
    const cells = this.systems.flatMap((system): readonly Cell[] =>
      system === theirs ? [] : system.withKey(key).map((record) => ({ system, record, field })),
    );
    return cells.length > 0 ? this.around.random.pick(cells) : null;
  }

  private anyField = (): string => this.around.random.pick(["first", "second", "amount", "tags"]);

  /** Twins are told apart by somebody, and empty keys filled, so that nothing waits for a person at the end. */
  async tidy(): Promise<void> {
    for (const system of this.systems) {
      const seen = new Set<Value>();
      for (const record of system.rows) {
        const key = record.cells[KEY] ?? null;
        if (key === null || seen.has(key)) await this.remove(system, record);
        seen.add(key);
      }
    }
  }

  private insert(system: SimSystem): void {
    const key = this.around.random.pick(KEYS);
    const isTaken = system.withKey(key).length > 0;
    if (isTaken && (!system.traits.allowsTwins || this.around.random.next() < 0.9)) return;
    const cells = {
      [KEY]: key,
      first: this.token("first", system),
      second: null,
      amount: this.token("amount", system),
      tags: null,
    };
    this.around.history.told(key);
    const record = system.insert(cells, "person");
    this.around.history.entries.push({ at: this.around.now(), key });
    for (const field of ["first", "amount"] as const)
      this.noteEdit(system, record, { field, value: cells[field], before: null, isOnKnown: false });
    this.around.trace.add(`person inserts ${key} on ${system.traits.name}`);
  }

  private async remove(system: SimSystem, record: SimRecord): Promise<void> {
    const rowId = await this.around.rowOf(system, record);
    const key = record.cells[KEY] ?? null;
    this.around.history.removals.push({ at: this.around.now(), system, recordId: record.id, key, rowId });
    system.remove(record.id);
    this.noteSuccessor(system, record);
    this.around.trace.add(`person removes ${key} on ${system.traits.name}`);
  }

  /** Where records are found by their key, another one under the same key is what is found there from now on. */
  private noteSuccessor(system: SimSystem, gone: SimRecord): void {
    if (system.traits.stableRecordIds) return;
    for (const { id, cells } of system.at(system.locatorOf(gone)))
      this.around.history.touches.push({
        ...{ at: this.around.now(), system, recordId: id },
        shown: Object.values(cells),
      });
  }

  /** Where records are found by their key, a record under a new key is another one, and the old one is gone. */
  private async rename(system: SimSystem, record: SimRecord): Promise<void> {
    const { random, history, now } = this.around;
    const key = random.pick(KEYS);
    if (system.withKey(key).length > 0) return;
    const rowId = await this.around.rowOf(system, record);
    const isMoved = !system.traits.stableRecordIds;
    if (isMoved)
      history.removals.push({
        ...{ at: now(), system, recordId: record.id },
        ...{ key: record.cells[KEY] ?? null, rowId },
      });
    // What the registry does not know yet, it cannot find again under the new key either.
    if (isMoved || rowId === null) history.movedAway(record.cells);
    this.around.history.told(key);
    const { cells } = system.edit(record.id, { [KEY]: key }, "person");
    this.noteSuccessor(system, record);
    history.touches.push({ at: now(), system, recordId: record.id, shown: Object.values(cells) });
    history.entries.push({ at: now(), key });
    this.around.trace.add(`person renames ${record.cells[KEY]} to ${key} on ${system.traits.name}`);
  }

  private async edit({ system, record, field }: Cell): Promise<void> {
    const before = record.cells[field] ?? null;
    const agreed = (await this.around.agreedOn(system, record))?.[field];
    const value = this.newValue(field, { system, before });
    this.around.history.told(value);
    const edited = system.edit(record.id, { [field]: value }, "person");
    // A record may be made again under the key of one that is gone, and its answer be lost.
    const hand = record.hands[field];
    const isOnMade = hand?.by === "engine" && hand.at === record.madeAt;
    const isOnKnown =
      agreed !== undefined && !isOnMade && isShownAs(system, field, { merged: agreed, shown: before });
    this.noteEdit(system, edited, { field, value, before, isOnKnown });
    this.lastEdit = { system, field, key: record.cells[KEY] ?? null };
    this.around.trace.add(`person edits ${field} of ${record.cells[KEY]} on ${system.traits.name}: ${value}`);
  }

  private newValue(
    field: string,
    { system, before }: { readonly system: SimSystem; readonly before: Value },
  ): Value {
    const { random } = this.around;
    if (field === "tags") {
      const members = [...((before ?? []) as readonly string[])];
      if (members.length > 0 && random.next() < 0.4) members.splice(members.indexOf(random.pick(members)), 1);
      else members.push(this.token(field, system));
      return members.length === 0 ? null : members.sort();
    }
    if (before !== null && random.next() < CLEAR) return null;
    const token = this.token(field, system);
    return field !== "amount" && random.next() < LONG ? token.padEnd(60, "-") : token;
  }

  /** A value that occurs once. */
  private token(field: string, system: SimSystem): string {
    this.count += 1;
    if (field !== "amount") return `${field}-${this.count}-${system.traits.name}`;
    const number = `${this.count}.${this.around.random.between(1, 9)}${this.around.random.between(1, 9)}`;
    const shown = projectOn(system.traits, field, number);
    return shown.ok && typeof shown.value === "string" ? shown.value : number;
  }

  private noteEdit(
    system: SimSystem,
    record: SimRecord,
    edit: Pick<PersonEdit, "field" | "value" | "before" | "isOnKnown">,
  ): void {
    const made = { at: this.around.now(), system, recordId: record.id };
    this.around.history.told(edit.value);
    this.around.history.touches.push({ ...made, shown: Object.values(record.cells) });
    this.around.history.edits.push({ ...made, ...edit });
  }
}
