import { createHash } from "node:crypto";
import { AppError } from "@/lib/errors";
import type { SideConfig } from "../connector";
import { generationOf } from "./fence";
import { cellAt, columnRange, type Grid } from "./grid-read";
import { HEADER_ROW, headerSignature, idColumnOf, type Placed, placeFields } from "./header";
import { marksDue } from "./id-column";
import { displacedReason, idAt, identifyRows, MOST_DISPLACED } from "./identify-rows";
import { hasRowIds } from "./row-id";
import { type RowContext, type RowRead, readRow } from "./row-read";
import type { Tab } from "./tab";

/** How far a read of a tab has come. Plain data, so that it can wait in a cursor. */
export interface Progress {
  /** The next row to be read. */
  readonly row: number;
  /** Rows of the grid and its header when the read began. */
  readonly rows: number;
  readonly header: string;
  readonly windows: number;
  /** Records read so far. */
  readonly seen: number;
  /** Cells that are to hold an id, or marks on columns, that were missing in what was read so far. */
  readonly due: number;
  /** Sum of the hashes of all keys read so far: the same for the same keys in any order. */
  readonly keys: string;
  /** Why the read cannot claim to be complete; the first reason stays. */
  readonly gap: string | null;
}

export interface WindowRow {
  readonly row: number;
  readonly read: Exclude<RowRead, { kind: "empty" }>;
  /** The row's key cells as text, by which it is found where it has no id; null if they cannot be read. */
  readonly key: string | null;
}

export interface WindowRead {
  readonly grid: Grid;
  readonly placed: ReadonlyMap<string, Placed>;
  /** Each row of the window that is not empty, in order. */
  readonly rows: readonly WindowRow[];
  /** What id cells are to hold and do not, by row. */
  readonly due: ReadonlyMap<number, string>;
  readonly progress: Progress;
  readonly last: boolean;
}

const CHANGED = "the sheet was changed while it was being read";

/** Reads the window that `before` points at; null starts. The last window of several is proven by the keys. */
export async function readWindow(tab: Tab, config: SideConfig, before: Progress | null): Promise<WindowRead> {
  const from = before?.row ?? 0;
  const { grid, end } = await tab.window(from);
  const placed = placeFields(config, grid);
  const header = createHash("sha256").update(signatureOf(grid, config)).digest("base64url");
  const changed = before !== null && (before.rows !== grid.tab.rowCount || before.header !== header);
  const found = rowsOf({ config, placed, grid }, [from, end]);
  const { rows, due, displaced } = identified(found.rows, { config, placed, grid });
  const keys = rows.flatMap(({ key }) => (key === null ? [] : [key]));
  const last = end >= grid.tab.rowCount;
  const windows = (before?.windows ?? 0) + 1;
  const seen = (before?.seen ?? 0) + keys.length;
  const progress = {
    row: end,
    rows: before?.rows ?? grid.tab.rowCount,
    header: before?.header ?? header,
    windows,
    seen,
    due: (before?.due ?? 0) + due.size + (last && seen > 0 ? marksDue({ config, placed, grid }).length : 0),
    keys: addKeys(before?.keys ?? "0", keys),
    gap: before?.gap ?? (changed ? CHANGED : (found.gap ?? gapOf(displaced))),
  };
  const read = { grid, placed, rows, due, progress, last };
  if (!last || windows === 1 || progress.gap !== null) return read;
  return {
    ...read,
    progress: { ...progress, gap: await gapBetween(tab, config, { progress, placed, grid }) },
  };
}

function rowsOf(
  context: RowContext,
  [from, end]: readonly [number, number],
): { readonly rows: readonly WindowRow[]; readonly gap: string | null } {
  const rows: WindowRow[] = [];
  let gap: string | null = null;
  for (let row = from; row < end; row += 1) {
    if (!context.grid.covers.has(row)) gap ??= "Google's answer did not reach all rows";
    const read = readRow(context, row);
    if (read.kind === "empty") continue;
    if (read.kind === "unreadable") gap ??= read.reason;
    rows.push({ row, read, key: read.kind === "record" ? read.record.locator : null });
  }
  return { rows, gap };
}

const gapOf = (displaced: number): string | null =>
  displaced > MOST_DISPLACED ? displacedReason(displaced) : null;

/** Where rows have ids, records are found by them. */
function identified(
  rows: readonly WindowRow[],
  { config, grid }: RowContext,
): {
  readonly rows: readonly WindowRow[];
  readonly due: ReadonlyMap<number, string>;
  readonly displaced: number;
} {
  if (!hasRowIds(config.address)) return { rows, due: new Map(), displaced: 0 };
  const keyed = rows.map(({ row, key }) => ({ row, key: isWhole(key) ? key : null }));
  const { ids, due, displaced } = identifyRows(grid, idColumnOf(grid), keyed);
  const named = rows.map((each): WindowRow => {
    const id = ids.get(each.row);
    if (id === undefined || each.read.kind !== "record") return each;
    return { ...each, read: { ...each.read, record: { ...each.read.record, locator: id } } };
  });
  return { rows: named, due, displaced };
}

/** Our own writes between two windows change which ids the rows of the second are to get. */
const signatureOf = (grid: Grid, { address }: SideConfig): string =>
  hasRowIds(address) ? `${generationOf(grid.fences)} ${headerSignature(grid)}` : headerSignature(grid);

/**
 * Windows are read one after another, and a sort between two of them moves rows from one to the other unseen.
 * One answer that holds all keys shows whether the windows together saw what is there now.
 */
async function gapBetween(
  tab: Tab,
  config: SideConfig,
  { progress, placed, grid }: Pick<WindowRead, "progress" | "placed" | "grid">,
): Promise<string | null> {
  const columns = identityColumns(config, placed, grid);
  const all = await tab.ask(({ title }) => columns.all.map((column) => columnRange(title, column)));
  const keys = keyRows(all, config, columns.keys);
  if (
    keys === null ||
    addKeys(
      "0",
      keys.map(({ key }) => key),
    ) !== progress.keys
  )
    return CHANGED;
  if (columns.ids === null) return null;
  const twin = twinIds(all, columns.ids, keys);
  if (twin !== null) return `rows ${twin[0] + 1} and ${twin[1] + 1} have the same id; empty that of the copy`;
  const whole = keys.map(({ row, key }) => ({ row, key: isWhole(key) ? key : null }));
  return gapOf(identifyRows(all, columns.ids, whole).displaced);
}

export interface IdentityColumns {
  readonly keys: readonly number[];
  readonly ids: number | null;
  readonly all: readonly number[];
}

/** Columns that tell rows apart: those of the key, and that of the ids where the side has them. */
export function identityColumns(
  config: SideConfig,
  placed: ReadonlyMap<string, Placed>,
  grid: Grid,
): IdentityColumns {
  const keys = config.key.flatMap((field) => {
    const at = placed.get(field);
    return at?.ok ? [at.index] : [];
  });
  const ids = hasRowIds(config.address) ? idColumnOf(grid) : null;
  return { keys, ids, all: ids === null ? keys : [ids, ...keys] };
}

/** Two rows with one id in different windows: which of them is the copy was not asked when the first was read. */
function twinIds(
  grid: Grid,
  column: number,
  rows: readonly { readonly row: number }[],
): readonly [number, number] | null {
  const seen = new Map<string, number>();
  for (const { row } of rows) {
    const own = idAt(cellAt(grid.rows.get(row), column));
    if (own === null) continue;
    const before = seen.get(own.id);
    if (before !== undefined) return [before, row];
    seen.set(own.id, row);
  }
  return null;
}

/** The keys of all rows that have one, from an answer about the key columns alone; null if it does not show them. */
export function keyRows(
  grid: Grid,
  config: SideConfig,
  columns: readonly number[],
): readonly { readonly row: number; readonly key: string }[] | null {
  const narrow = { ...config, mapped: config.mapped.filter(({ field }) => config.key.includes(field.id)) };
  const placed = placedAgain(narrow, grid);
  const moved = config.key.some((field, at) => {
    const found = placed?.get(field);
    return !found?.ok || found.index !== columns[at];
  });
  if (placed === null || moved) return null;
  const rows: { row: number; key: string }[] = [];
  for (let row = HEADER_ROW + 1; row < grid.tab.rowCount; row += 1) {
    if (!grid.covers.has(row)) return null;
    const read = readRow({ config: narrow, placed, grid }, row);
    if (read.kind === "unreadable") return null;
    if (read.kind === "record") rows.push({ row, key: read.record.locator });
  }
  return rows;
}

function placedAgain(config: SideConfig, grid: Grid): ReadonlyMap<string, Placed> | null {
  try {
    return placeFields(config, grid);
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

/** Whether no part of the key is empty. */
const isWhole = (key: string | null): boolean =>
  key !== null && !(JSON.parse(key) as unknown[]).includes(null);

/** Rows without any key cannot be told apart and are left out. */
function addKeys(sum: string, locators: readonly string[]): string {
  let total = BigInt(`0x${sum}`);
  for (const locator of locators) {
    if (/^\[(null,?)*\]$/.test(locator)) continue;
    total += createHash("sha256").update(locator).digest().readBigUInt64BE();
  }
  return BigInt.asUintN(64, total).toString(16);
}
