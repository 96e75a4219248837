import type { SideConfig } from "../connector";
import { amend } from "./amend";
import { batchOf } from "./batch";
import { appErrorOf } from "./failure";
import { marksDue } from "./id-column";
import { takeSnapshot } from "./snapshot";
import type { Tab } from "./tab";
import { idsTakenBack, takeBack } from "./take-back";

const NOTHING = { existing: [], created: [], insertsNew: false };

/** Writes the ids and marks that are missing, in one atomic batch behind the fence. Throws AppError. */
export async function nameRows(tab: Tab, config: SideConfig): Promise<void> {
  const snapshot = await takeSnapshot(tab, config, new Set());
  const { placed, grid, due, total } = snapshot;
  if (due.size === 0 && (total === 0 || marksDue({ config, placed, grid }).length === 0)) return;
  const batch = batchOf(config, snapshot, NOTHING);
  const answer = await tab.apply(batch.body, batch.mask);
  if (!answer.ok) throw appErrorOf(answer.failure);
  const stray = takeBack({ config, batch }, answer.data);
  await amend(tab, answer.data, stray);
  if (stray.length > 0) throw idsTakenBack();
}
