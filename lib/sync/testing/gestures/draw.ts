import type { Random } from "@/scripts/chaos/random";
import { COLUMNS, type Column, type Company } from "../companies";
import type { Places } from "./places";

/** What somebody is about to do. With `undo` it is a mistake, or not meant to last: it is put right by the same hands. */
export interface Act {
  readonly text: string;
  readonly act: () => Promise<void> | void;
  readonly undo?: () => Promise<void> | void;
  /** Until it is put right there is nothing to be seen of any other mistake. */
  readonly hidesAll?: true;
}

/** Null = it cannot be done now. */
export type Gesture = (drawing: Drawing) => Act | null;

/** What gestures are drawn from, in one round. */
export class Drawing {
  private readonly touched = new Set<string>();
  private readonly kinds = new Set<string>();
  private readonly reserved = new Set<string>();

  constructor(
    readonly places: Places,
    readonly random: Random,
    private readonly codes: readonly string[],
    /** A number that nothing else of this seed has. */
    readonly fresh: () => number,
  ) {}

  /** A row that others may touch as well. */
  row(): string {
    const code = this.random.pick(this.codes.filter((one) => !this.reserved.has(one)));
    this.touched.add(code);
    return code;
  }

  /** A row that nobody else touches in this round: those whose key changes, or that two have for a while. */
  ownRow(): string | null {
    const free = this.codes.filter((one) => !this.touched.has(one) && !this.reserved.has(one));
    if (free.length === 0) return null;
    const code = this.random.pick(free);
    this.reserved.add(code);
    return code;
  }

  /** Whether nothing of this kind has been drawn in this round: two of it could not both be put right. */
  isFirst(kind: string): boolean {
    const isFirst = !this.kinds.has(kind);
    this.kinds.add(kind);
    return isFirst;
  }

  chance(share: number): boolean {
    return this.random.next() < share;
  }

  column(): Column {
    return this.random.pick(COLUMNS.slice(1));
  }

  /** A value that this column has nowhere yet. */
  value(column: Column): string {
    const number = this.fresh();
    switch (column) {
      case "Code":
        return `K${number}`;
      case "Staff":
        return String(100_000 + number);
      case "Tags":
        return `green, t${number}`;
      default:
        return `${column} ${number}`;
    }
  }

  company(): Company {
    const cells = COLUMNS.map((column) => [column, this.value(column)]);
    return Object.fromEntries(cells) as Company;
  }
}
