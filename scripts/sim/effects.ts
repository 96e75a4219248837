import type { WriteOperation } from "@/lib/connectors/connector";
import { type Cells, type Value, valuesEqual } from "@/lib/engine/value";
import { KEY } from "./fields";
import { type History, type PersonRemoval, tokensOf } from "./history";
import type { Kept } from "./kept";
import { projectOn } from "./project";
import type { SimRecord, SimSystem } from "./system";
import { TRAITS } from "./traits";

interface Write {
  readonly operation: WriteOperation;
  /** When the connector looked at what is there. */
  readonly comparedAt: number;
}

export interface Judging {
  /** Whether edits of the field count on that system; where not, they are put back as agreed. */
  counts(system: SimSystem, field: string): boolean;
  now(): number;
  violated(what: string): void;
}

/**
 * Carries out the engine's writes and judges each at the moment of its effect: what is wrong here may look right again
 * at the end.
 */
export class Effects {
  constructor(
    private readonly history: History,
    private readonly kept: Kept,
    private readonly around: Judging,
  ) {}

  async create(system: SimSystem, write: Write & { readonly cells: Cells }): Promise<SimRecord> {
    const { cells, operation, comparedAt } = write;
    const rowId = rowOf(operation);
    this.requireToldValues(system, cells);
    const twins = system.withKey(cells[KEY] ?? null).filter(({ hands }) => {
      // A person has given it this key after the look-up, or so shortly before that it did not show.
      const hand = hands[KEY];
      return !(hand?.by === "person" && hand.at > comparedAt - system.traits.lagMs);
    });
    if (twins.length > 0)
      this.around.violated(`a second record of ${cells[KEY]} was made on ${system.traits.name}`);
    if (await this.kept.isLinked(system, rowId))
      this.around.violated(
        `the row of ${cells[KEY]} was made again on ${system.traits.name} beside its record`,
      );
    if (this.wasRemovedByPerson(system, rowId, cells[KEY] ?? null) && !(await this.kept.isBroughtBack(rowId)))
      this.around.violated(
        `${cells[KEY]}, which a person removed on ${system.traits.name}, was made there again`,
      );
    const made = system.insert(cells, "engine");
    this.note(system, { op: "create", rowId, record: made });
    return made;
  }

  async update(
    system: SimSystem,
    write: Write & { readonly record: SimRecord; readonly cells: Cells },
  ): Promise<SimRecord> {
    const { record, cells, operation, comparedAt } = write;
    this.requireToldValues(system, cells);
    for (const [field, value] of Object.entries(cells))
      await this.requireKept(system, { record, comparedAt }, { field, value });
    if (this.isRenamedSince(system, record, comparedAt)) this.history.movedAway(cells);
    const updated = system.edit(record.id, cells, "engine");
    this.note(system, { op: "update", rowId: rowOf(operation), record: updated });
    return updated;
  }

  async remove(system: SimSystem, write: Write & { readonly record: SimRecord }): Promise<void> {
    const { record, operation, comparedAt } = write;
    const rowId = rowOf(operation);
    const key = record.cells[KEY] ?? null;
    // A person may have renamed it in the moment before.
    const keys = [key, ("key" in operation && operation.key?.[KEY]) || key];
    const locators = await this.kept.locatorsOf(rowId);
    const asked = this.history.removals.some(
      (removal) =>
        removal.system !== system &&
        (removal.rowId === rowId || keys.includes(removal.key) || locators.includes(removal.recordId)),
    );
    if (!asked)
      this.around.violated(`${key} was deleted on ${system.traits.name} although nobody had removed it`);
    for (const field of Object.keys(record.cells))
      await this.requireKept(system, { record, comparedAt }, { field, value: null });
    system.remove(record.id);
    this.note(system, { op: "delete", rowId, record });
  }

  /** A deletion that found nothing there. */
  removeNothing(system: SimSystem, operation: WriteOperation): void {
    this.history.vainDeletions.push({ at: this.around.now(), system, rowId: rowOf(operation) });
  }

  /** A person has given it another key since it was looked at, and so made another record of it: what is written lands there. */
  private isRenamedSince(system: SimSystem, { hands }: SimRecord, comparedAt: number): boolean {
    const hand = hands[KEY];
    return !system.traits.stableRecordIds && hand?.by === "person" && hand.at >= comparedAt;
  }

  /** No value from nowhere: all that is written was told by a person, as this side shows it. */
  private requireToldValues(system: SimSystem, cells: Cells): void {
    for (const [field, value] of Object.entries(cells))
      for (const token of tokensOf(value)) {
        if (this.history.tokens.has(token)) continue;
        // What a side has rounded may come back from there.
        const isRounded = [...this.history.tokens].some((told) =>
          TRAITS.some((traits) => {
            const shown = projectOn(traits, field, told);
            return field === "amount" && shown.ok && shown.value === token;
          }),
        );
        if (!isRounded)
          this.around.violated(`nobody has ever written ${token} (${field}, on ${system.traits.name})`);
      }
  }

  /** What a person wrote here is kept somewhere before it is written over, unless it came after the comparison. */
  private async requireKept(
    system: SimSystem,
    { record, comparedAt }: { readonly record: SimRecord; readonly comparedAt: number },
    { field, value }: { readonly field: string; readonly value: Value },
  ): Promise<void> {
    const held = record.cells[field] ?? null;
    const hand = record.hands[field];
    if (hand?.by !== "person" || held === null || valuesEqual(held, value)) return;
    if (!this.around.counts(system, field)) return;
    const lost = tokensOf(held).filter((token) => !tokensOf(value).includes(token));
    for (const token of lost) {
      if (await this.kept.holds(token)) continue;
      if (hand.at >= comparedAt && !system.traits.atomic)
        this.history.windowLosses.push({ system, recordId: record.id, field, value: token });
      else {
        this.history.lostTokens.add(token);
        this.around.violated(
          `${token} (${field} of ${record.cells[KEY]} on ${system.traits.name}) was written over and is kept nowhere`,
        );
      }
    }
  }

  /**
   * And nobody has entered it again since. Where our own deletion found nothing, the person has only come before us with
   * what had been asked for elsewhere: what was entered since that counts.
   */
  private wasRemovedByPerson(system: SimSystem, rowId: string, key: Value): boolean {
    const { removals, entries, vainDeletions } = this.history;
    // One that was removed before its row was known was asked for, and takes nothing away that is made later.
    const isAsked = (removal: PersonRemoval) =>
      removal.rowId === rowId || (removal.rowId === null && removal.key === key);
    const first = Math.min(...removals.filter(isAsked).map(({ at }) => at));
    return removals.some((removal) => {
      if (removal.rowId !== rowId) return false;
      const isOurs = vainDeletions.some(
        (one) => one.system === system && one.rowId === rowId && one.at >= removal.at,
      );
      const since = isOurs ? first : removal.at;
      const keys = [key, removal.key];
      return removal.system === system && !entries.some((one) => keys.includes(one.key) && one.at >= since);
    });
  }

  private note(
    system: SimSystem,
    { op, rowId, record }: { op: "create" | "update" | "delete"; rowId: string; record: SimRecord },
  ) {
    this.history.effects.push({
      at: this.around.now(),
      system,
      op,
      rowId,
      recordId: record.id,
      key: record.cells[KEY] ?? null,
    });
  }
}

/** An operation's id begins with its row's. */
const rowOf = ({ id }: WriteOperation): string => id.split(":")[0] ?? "";
