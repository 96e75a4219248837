import type { SimSystem } from "./system";

/** Where the registry keeps what is no longer on a side, as the store has it now: read past the run's own calls. */
export interface Kept {
  /** In a version of a row, or in a conflict record. */
  holds(token: string): Promise<boolean>;
  /** What the row's records are found by on its sides. */
  locatorsOf(rowId: string): Promise<readonly string[]>;
  /** The row is linked to a record that is there and that no key edit has moved. */
  isLinked(system: SimSystem, rowId: string): Promise<boolean>;
  /** The row stands in a record of a deletion that lost against an edit. */
  isBroughtBack(rowId: string): Promise<boolean>;
}
