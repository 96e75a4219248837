import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import { AppError } from "@/lib/errors";
import type { SideConfig } from "../connector";
import type { Batch } from "./batch";
import { cellAt, type Grid } from "./grid-read";
import { idCells } from "./id-column";
import { idAt } from "./identify-rows";
import { keyHash } from "./row-id";
import { keyRows } from "./window-read";

/**
 * Rows may be moved between the reading that a batch is made from and the batch; then its ids stand beside rows that are
 * not theirs. What takes them away again: a row without an id is found by its key.
 */
export function takeBack(
  { config, batch }: { readonly config: SideConfig; readonly batch: Batch },
  after: Grid | null,
): readonly sheets_v4.Schema$Request[] {
  const { ids, keys } = batch.columns;
  if (batch.idTexts.size === 0 || ids === null || after === null) return [];
  const hashes = new Map(keyRows(after, config, keys)?.map(({ row, key }) => [row, keyHash(key)]));
  const stray = [...batch.idTexts.keys()].filter((row) => {
    const own = idAt(cellAt(after.rows.get(row), ids));
    return own !== null && own.check !== hashes.get(row);
  });
  return idCells(
    after.tab.sheetId,
    ids,
    stray.map((row) => [row, ""]),
  );
}

/** What to say where ids were taken back. */
export const idsTakenBack = (): AppError =>
  new AppError("stale", "Rows were moved in the sheet while their ids were written.", {
    remedy: "Nothing is lost: the next run finds these rows by their keys.",
  });
