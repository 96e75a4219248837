import { AppError } from "@/lib/errors";
import type { SideConfig } from "../connector";
import type { Batch } from "./batch";
import { fenceRequests } from "./fence";
import { cellAt, type Grid } from "./grid-read";
import { idCells } from "./id-column";
import { idAt } from "./identify-rows";
import { keyHash } from "./row-id";
import type { Tab } from "./tab";
import { keyRows } from "./window-read";

/**
 * Rows may be moved between the reading that a batch is made from and the batch; then its ids stand beside rows that are
 * not theirs. They are taken away again: a row without an id is found by its key. Answers what to say of it.
 */
export async function takeBack(
  tab: Tab,
  { config, batch }: { readonly config: SideConfig; readonly batch: Batch },
  after: Grid | null,
): Promise<AppError | null> {
  const { ids, keys } = batch.columns;
  if (batch.idTexts.size === 0 || ids === null || after === null) return null;
  const hashes = new Map(keyRows(after, config, keys)?.map(({ row, key }) => [row, keyHash(key)]));
  const stray = [...batch.idTexts.keys()].filter((row) => {
    const own = idAt(cellAt(after.rows.get(row), ids));
    return own !== null && own.check !== hashes.get(row);
  });
  if (stray.length === 0) return null;
  const { sheetId } = after.tab;
  const [fence, ...stale] = fenceRequests(sheetId, after.fences);
  const cleared = idCells(
    sheetId,
    ids,
    stray.map((row) => [row, ""]),
  );
  const requests = [...(fence ? [fence] : []), ...cleared, ...stale];
  await tab.apply({ requests }, "spreadsheetId");
  return new AppError("stale", "Rows were moved in the sheet while their ids were written.", {
    remedy: "Nothing is lost: the next run finds these rows by their keys.",
  });
}
