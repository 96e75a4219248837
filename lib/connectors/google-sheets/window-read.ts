import { createHash } from "node:crypto";
import { AppError } from "@/lib/errors";
import type { SideConfig } from "../connector";
import { columnRange, type Grid } from "./grid-read";
import { HEADER_ROW, headerSignature, type Placed, placeFields } from "./header";
import { type RowRead, readRow } from "./row-read";
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
  /** Sum of the hashes of all keys read so far: the same for the same keys in any order. */
  readonly keys: string;
  /** Why the read cannot claim to be complete; the first reason stays. */
  readonly gap: string | null;
}

export interface WindowRead {
  readonly grid: Grid;
  readonly placed: ReadonlyMap<string, Placed>;
  /** Each row of the window that is not empty, in order. */
  readonly rows: readonly { readonly row: number; readonly read: Exclude<RowRead, { kind: "empty" }> }[];
  readonly progress: Progress;
  readonly last: boolean;
}

const CHANGED = "the sheet was changed while it was being read";

/** Reads the window that `before` points at; null starts. The last window of several is proven by the keys. */
export async function readWindow(tab: Tab, config: SideConfig, before: Progress | null): Promise<WindowRead> {
  const from = before?.row ?? 0;
  const { grid, end } = await tab.window(from);
  const placed = placeFields(config, grid);
  const header = createHash("sha256").update(headerSignature(grid)).digest("base64url");
  const changed = before !== null && (before.rows !== grid.tab.rowCount || before.header !== header);
  let gap = before?.gap ?? (changed ? CHANGED : null);
  const rows: { row: number; read: Exclude<RowRead, { kind: "empty" }> }[] = [];
  const keys: string[] = [];
  for (let row = from; row < end; row += 1) {
    if (!grid.covers.has(row)) gap ??= "Google's answer did not reach all rows";
    const read = readRow({ config, placed, grid }, row);
    if (read.kind === "empty") continue;
    rows.push({ row, read });
    if (read.kind === "unreadable") gap ??= read.reason;
    else keys.push(read.record.locator);
  }
  const last = end >= grid.tab.rowCount;
  const windows = (before?.windows ?? 0) + 1;
  const progress = {
    row: end,
    rows: before?.rows ?? grid.tab.rowCount,
    header: before?.header ?? header,
    windows,
    seen: (before?.seen ?? 0) + keys.length,
    keys: addKeys(before?.keys ?? "0", keys),
    gap,
  };
  if (!last || windows === 1 || gap !== null) return { grid, placed, rows, progress, last };
  const same = await sameKeys(tab, config, progress.keys, placed);
  return { grid, placed, rows, progress: same ? progress : { ...progress, gap: CHANGED }, last };
}

/**
 * Windows are read one after another, and a sort between two of them moves rows from one to the other unseen.
 * One answer that holds all keys shows whether the windows together saw what is there now.
 */
async function sameKeys(
  tab: Tab,
  config: SideConfig,
  seen: string,
  placed: ReadonlyMap<string, Placed>,
): Promise<boolean> {
  const columns = config.key.flatMap((field) => {
    const at = placed.get(field);
    return at?.ok ? [at.index] : [];
  });
  const grid = await tab.ask(({ title }) => columns.map((column) => columnRange(title, column)));
  return keysIn(grid, config, columns) === seen;
}

/** The digest of all keys in an answer about the key columns; null if they are elsewhere or not all there. */
export function keysIn(grid: Grid, config: SideConfig, columns: readonly number[]): string | null {
  const read = keyLocators(grid, config, columns);
  return read === null ? null : addKeys("0", read);
}

/** The locators of all rows that have a key, from an answer about the key columns alone. */
export function keyLocators(
  grid: Grid,
  config: SideConfig,
  columns: readonly number[],
): readonly string[] | null {
  const narrow = { ...config, mapped: config.mapped.filter(({ field }) => config.key.includes(field.id)) };
  const placed = placedAgain(narrow, grid);
  const moved = config.key.some((field, at) => {
    const found = placed?.get(field);
    return !found?.ok || found.index !== columns[at];
  });
  if (placed === null || moved) return null;
  const locators: string[] = [];
  for (let row = HEADER_ROW + 1; row < grid.tab.rowCount; row += 1) {
    if (!grid.covers.has(row)) return null;
    const read = readRow({ config: narrow, placed, grid }, row);
    if (read.kind === "unreadable") return null;
    if (read.kind === "record") locators.push(read.record.locator);
  }
  return locators;
}

function placedAgain(config: SideConfig, grid: Grid): ReadonlyMap<string, Placed> | null {
  try {
    return placeFields(config, grid);
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

/** Rows without any key cannot be told apart and are left out. */
function addKeys(sum: string, locators: readonly string[]): string {
  let total = BigInt(`0x${sum}`);
  for (const locator of locators) {
    if (/^\[(null,?)*\]$/.test(locator)) continue;
    total += createHash("sha256").update(locator).digest().readBigUInt64BE();
  }
  return BigInt.asUintN(64, total).toString(16);
}
