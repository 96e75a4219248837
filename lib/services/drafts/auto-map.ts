import type { FieldType } from "@/lib/engine/value";
import type { DraftField } from "./draft-input";
import type { DraftColumn, MapReason } from "./draft-view";
import { likenessOf } from "./name-likeness";

/** A place's columns, with what is known of the values in them. */
export interface MappableSide {
  readonly ref: string;
  readonly columns: readonly DraftColumn[];
  /** Column ids by the field that they are mapped to already. */
  readonly mapped: Readonly<Record<string, string>>;
  /** Some of the values of a column, as text; left out where nothing was read. */
  readonly values: Readonly<Record<string, ReadonlySet<string>>>;
}

export interface Matched {
  readonly side: string;
  readonly column: DraftColumn;
  readonly reason: MapReason;
  readonly because: string;
}

export interface MatchedField {
  readonly name: string;
  /** Null = a field that the draft does not have yet. */
  readonly field: DraftField | null;
  readonly columns: readonly Matched[];
}

/** Values that two columns must share, of the smaller one's, to be taken for the same; and how many it must have. */
const SHARED = 0.6;
const FEW = 5;

/** Values of a column that are looked for in another: every column is compared with every other. */
const MOST_COMPARED = 500;

/** From here on names are alike. */
const ALIKE = 0.75;

/**
 * Which columns hold the same thing: what is mapped stays; then the first side's columns look for partners on the others,
 * the strongest reason first, each column once. Columns without a partner make no field, as nothing of them would be
 * synced. The same for the same sides in the same order.
 */
export function autoMap(fields: readonly DraftField[], sides: readonly MappableSide[]): MatchedField[] {
  const rows: Row[] = fields.map((field) => ({
    name: field.name,
    field,
    columns: mappedColumns(field, sides),
  }));
  for (const side of sides) {
    const free = freeColumns(side, rows);
    const found = pairs(rows, side, free, sides);
    for (const { row, matched } of found) row.columns.push(matched);
    const left = free.filter((column) => !found.some(({ matched }) => matched.column === column));
    for (const column of left)
      rows.push({
        ...{ name: column.name, field: null },
        columns: [{ side: side.ref, column, reason: "only-here", because: "No other place has it so far." }],
      });
  }
  return rows.filter(({ field, columns }) => field !== null || columns.length > 1).map(withFirstReason);
}

interface Row {
  readonly name: string;
  readonly field: DraftField | null;
  readonly columns: Matched[];
}

function mappedColumns(field: DraftField, sides: readonly MappableSide[]): Matched[] {
  return sides.flatMap((side): Matched[] => {
    const column = side.columns.find(({ id }) => id === side.mapped[field.ref]);
    return column ? [{ side: side.ref, column, reason: "mapped", because: "You mapped it." }] : [];
  });
}

const freeColumns = (side: MappableSide, rows: readonly Row[]): DraftColumn[] =>
  side.columns.filter(
    (column) =>
      column.carries.some((type) => type !== "relation") &&
      !rows.some(({ columns }) => columns.some((each) => each.side === side.ref && each.column === column)),
  );

interface Pair {
  readonly row: Row;
  readonly matched: Matched;
  readonly weight: number;
}

/** The best pairs of rows without a column on this side and its free columns, each taken once. */
function pairs(
  rows: readonly Row[],
  side: MappableSide,
  free: readonly DraftColumn[],
  sides: readonly MappableSide[],
): Pair[] {
  const open = rows.filter(({ columns }) => !columns.some((each) => each.side === side.ref));
  const possible = open.flatMap((row) =>
    free.flatMap((column) => pairOf(row, { column, side }, sides) ?? []),
  );
  const taken: Pair[] = [];
  const isFree = ({ row, matched }: Pair): boolean =>
    !taken.some((other) => other.row === row || other.matched.column === matched.column);
  for (const pair of possible.toSorted((a, b) => b.weight - a.weight)) if (isFree(pair)) taken.push(pair);
  return [...taken, ...lastOfType(open, free, taken, side.ref)];
}

function pairOf(
  row: Row,
  { column, side }: { readonly column: DraftColumn; readonly side: MappableSide },
  sides: readonly MappableSide[],
): Pair | null {
  if (commonTypes([...row.columns.map((each) => each.column), column]).length === 0) return null;
  const names = [row.name, ...row.columns.map((each) => each.column.name)];
  const likeness = Math.max(...names.map((name) => likenessOf(name, column.name)));
  const shared = Math.max(0, ...row.columns.map((each) => sharedValues(each, { column, side }, sides)));
  const of = (reason: MapReason, because: string, weight: number): Pair => ({
    ...{ row, weight },
    matched: { side: side.ref, column, reason, because },
  });
  if (likeness === 1) return of("same-name", `Both are called "${column.name}".`, 3 + shared);
  if (likeness >= ALIKE)
    return of("similar-name", `"${column.name}" is much like "${row.name}".`, 1 + likeness + shared);
  if (shared >= SHARED)
    return of(
      "same-values",
      `${Math.round(shared * 100)} % of its values are in "${row.name}" too.`,
      1 + shared,
    );
  return null;
}

/** Share of the smaller column's values that the other has too; 0 where too few are known. */
function sharedValues(
  other: Matched,
  { column, side }: { readonly column: DraftColumn; readonly side: MappableSide },
  sides: readonly MappableSide[],
): number {
  const one = side.values[column.id];
  const two = sides.find(({ ref }) => ref === other.side)?.values[other.column.id];
  if (!one || !two) return 0;
  const [small, large] = one.size <= two.size ? [one, two] : [two, one];
  if (small.size < FEW) return 0;
  const some = [...small].slice(0, MOST_COMPARED);
  return some.filter((value) => large.has(value)).length / some.length;
}

/** Where one row and one column of a type are left, and it is not the type that everything has, they may belong together. */
function lastOfType(
  open: readonly Row[],
  free: readonly DraftColumn[],
  taken: readonly Pair[],
  side: string,
): Pair[] {
  const rows = open.filter((row) => row.columns.length > 0 && !taken.some((pair) => pair.row === row));
  const columns = free.filter((column) => !taken.some(({ matched }) => matched.column === column));
  return columns.flatMap((column): Pair[] => {
    const type = column.carries[0];
    if (type === undefined || type === "text") return [];
    const ofType = rows.filter((row) => row.columns[0]?.column.carries[0] === type);
    const [row] = ofType;
    const isOnly = ofType.length === 1 && columns.filter((each) => each.carries[0] === type).length === 1;
    if (!row || !isOnly || row.field !== null) return [];
    const because = `The only column of the type ${type} that is left in both.`;
    return [{ row, weight: 0, matched: { side, column, reason: "same-type", because } }];
  });
}

/** Types that all of these columns can carry, the first one's usual type first. */
export function commonTypes(columns: readonly Pick<DraftColumn, "carries">[]): FieldType[] {
  const [first, ...others] = columns;
  return (first?.carries ?? []).filter(
    (type) => type !== "relation" && others.every(({ carries }) => carries.includes(type)),
  );
}

/** The type that suits all: the usual one of a column that has types of its own, if every other can carry it. */
export function typeFor(columns: readonly Pick<DraftColumn, "carries">[]): FieldType {
  const common = commonTypes(columns);
  const usual = columns.flatMap(({ carries }) => carries[0] ?? []);
  const stated = columns.toSorted((a, b) => a.carries.length - b.carries.length)[0]?.carries[0];
  const fits = [stated, ...usual].find((type) => type !== undefined && common.includes(type));
  return fits ?? common[0] ?? usual[0] ?? "text";
}

/** The column that the others were found by has their reason too. */
function withFirstReason({ name, field, columns }: Row): MatchedField {
  const [first, second, ...others] = columns;
  if (first?.reason !== "only-here" || !second) return { name, field, columns };
  const { reason, because } = second;
  return { name, field, columns: [{ ...first, reason, because }, second, ...others] };
}
