import { editsOf } from "./edit";
import type { PreparedRules } from "./prepare";
import type { RowState } from "./row";
import type { Value } from "./value";
import { viewsOf } from "./view";

/** What the edits of a side look like when cells went from row to row. */
export interface MovedCells {
  readonly sideId: string;
  /** Ids of the fields concerned, in the registry's order. */
  readonly fields: readonly string[];
  /** Edited cells of these fields, and how many of them show what another row's edit took away. */
  readonly edits: number;
  readonly moved: number;
}

/** Fewer are as likely to be edits: two rows that swap a value, a choice of two that is turned over. */
const FEWEST = 3;

/** Of edits that are not all of them moves, as when somebody typed into a sheet that he had sorted. */
const SHARE = 0.8;

/**
 * Finds sides on which a part of the columns was sorted, or cells were cut and pasted, or pushed up or down: the values
 * that the edits of a field bring are those that they took away in other rows. Each such row looks like an edit, and
 * all of them together mix up records. Takes one row after the other and holds counts only.
 */
export class MoveWatch {
  private readonly watched: ReadonlySet<string>;
  private readonly exchanges = new Map<string, Map<string, Exchange>>();

  constructor(
    sideIds: readonly string[],
    private readonly rules: PreparedRules,
  ) {
    this.watched = new Set(sideIds);
  }

  take(state: RowState): void {
    if (this.watched.size === 0 || state.base === null) return;
    const views = viewsOf(state, this.rules).filter(({ side }) => this.watched.has(side.sideId));
    for (const { id } of this.rules.fields) {
      for (const { sideId, acknowledged, value } of editsOf(id, views, state.base[id])) {
        if (acknowledged !== undefined) this.exchangeOf(sideId, id).take(acknowledged, value);
      }
    }
  }

  /** The sides whose cells moved, in the order of application. */
  found(): readonly MovedCells[] {
    return this.rules.sideIds.flatMap((sideId) => {
      const moved = this.rules.fields.flatMap(({ id }) => {
        const exchange = this.exchanges.get(sideId)?.get(id);
        return exchange?.isMove ? [{ id, exchange }] : [];
      });
      if (moved.length === 0) return [];
      const sum = (count: "edits" | "moved") => moved.reduce((all, { exchange }) => all + exchange[count], 0);
      return [{ sideId, fields: moved.map(({ id }) => id), edits: sum("edits"), moved: sum("moved") }];
    });
  }

  private exchangeOf(sideId: string, fieldId: string): Exchange {
    const fields = this.exchanges.get(sideId) ?? new Map<string, Exchange>();
    this.exchanges.set(sideId, fields);
    const exchange = fields.get(fieldId) ?? new Exchange();
    fields.set(fieldId, exchange);
    return exchange;
  }
}

/** How often each value was taken away, and brought, by the edits of one field on one side. */
class Exchange {
  edits = 0;
  private readonly taken = new Map<number, number>();
  private readonly brought = new Map<number, number>();

  take(before: Value, after: Value): void {
    this.edits += 1;
    add(this.taken, before);
    add(this.brought, after);
  }

  get moved(): number {
    let sum = 0;
    for (const [value, times] of this.brought) sum += Math.min(times, this.taken.get(value) ?? 0);
    return sum;
  }

  /** Values of which there are few come back by chance: then all of them must. */
  get isMove(): boolean {
    const { edits, moved } = this;
    const kinds = this.brought.size;
    if (edits < FEWEST || kinds < FEWEST) return false;
    return moved === edits || (moved >= edits * SHARE && kinds * 2 >= edits);
  }
}

/** Values are counted under a number, so that a million edits take no more room than this. */
const NUMBERS = 2 ** 16;

function add(counts: Map<number, number>, value: Value): void {
  const number = numberOf(typeof value === "string" ? value : JSON.stringify(value));
  counts.set(number, (counts.get(number) ?? 0) + 1);
}

/** FNV-1a (Fowler, Noll, Vo), folded: any even spread would do. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return ((hash >>> 16) ^ hash) & (NUMBERS - 1);
}
