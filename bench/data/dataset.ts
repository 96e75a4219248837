import type { Field } from "@/lib/engine/field";
import type { Cells } from "@/lib/engine/value";

/** What one person does to a row, in the table itself and to its cells. */
export interface Edit {
  /** The assignment, where `t` is the table. */
  readonly sql: string;
  readonly of: (cells: Cells) => Cells;
}

/** Rows to measure with: a registry's fields, and as many rows as are asked for. */
export interface Dataset {
  readonly name: string;
  /** Their ids are the columns' names on every side. */
  readonly fields: readonly Field[];
  readonly key: readonly string[];
  /** The columns of a customer's table, as Postgres names their types, in the order of `fields`. */
  readonly columns: string;
  /** The first `count` rows in canonical form, as a connector would read them; fewer if there are no more. */
  rows(count: number): Promise<Iterable<Cells>>;
  /** What each of two people edits, and what both set differently in one cell. */
  readonly edits: { readonly a: Edit; readonly b: Edit; readonly both: readonly [Edit, Edit] };
}

export const sortedIds = ({ fields }: Dataset): readonly string[] => fields.map((field) => field.id).sort();
