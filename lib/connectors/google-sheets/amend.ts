import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import { fenceRequests } from "./fence";
import type { Grid } from "./grid-read";
import type { Tab } from "./tab";

/**
 * Sets right what a batch has done in the wrong place, in one batch of its own: a second one made from the same answer would
 * meet the fence of the first and be refused.
 */
export async function amend(
  tab: Tab,
  after: Grid | null,
  requests: readonly sheets_v4.Schema$Request[],
): Promise<void> {
  if (after === null || requests.length === 0) return;
  const [fence, ...stale] = fenceRequests(after.tab.sheetId, after.fences);
  await tab.apply({ requests: [...(fence ? [fence] : []), ...requests, ...stale] }, "spreadsheetId");
}
