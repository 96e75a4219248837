import "server-only";
import type { DecisiveAbsence } from "@/lib/db/rows/decisive-absences";
import { AppError } from "@/lib/errors";
import { sideOf } from "./progress";
import type { RunSession } from "./session";

/** An absence that was seen longer ago than this is looked at again before anything is deleted for it. */
const FRESH_MS = 60_000;

/**
 * Looks once more at the records whose absence has decided deletions of this chunk, where that was seen a while ago: a plan may
 * have waited for its approval, or for a provider, and people put things back. Where one is there again, or its row has
 * been taken up under another record, the row is left to the next run.
 */
export async function confirmDeletes(session: RunSession, chunk: number): Promise<void> {
  const now = session.now().getTime();
  const seenAt = (sideId: string) =>
    Math.max(sideOf(session.progress, sideId).readUntil, confirmedAt(session, chunk));
  if (session.registry.sides.every(({ id }) => now - seenAt(id) < FRESH_MS)) return;
  const place = { runId: session.run.id, registryId: session.registry.id, chunk };
  const absences = await session.store.transact((tx) => tx.decisiveAbsences(place));
  if (absences.length === 0) return;
  const lost = new Set(absences.filter(({ isRelinked }) => isRelinked).map(({ rowId }) => rowId));
  let requests = 0;
  for (const [sideId, ofSide] of Map.groupBy(absences, (absence) => absence.sideId)) {
    if (now - seenAt(sideId) < FRESH_MS) continue;
    const looked = await lookAgain(session, sideId, ofSide);
    for (const rowId of looked.back) lost.add(rowId);
    requests += looked.requests;
  }
  await session.commit(async (tx) => {
    await tx.overtakeRows(session.run.id, [...lost]);
    return { event: null, progress: { ...session.progress, confirmed: { chunk, at: now } }, requests };
  });
}

const confirmedAt = ({ progress: { confirmed } }: RunSession, chunk: number): number =>
  confirmed?.chunk === chunk ? confirmed.at : 0;

/**
 * The rows of records that are there again. What nobody can tell by now was gone when it could be told, or a person has
 * said so; a side that cannot be asked at all speaks for none of its records.
 */
async function lookAgain(
  session: RunSession,
  sideId: string,
  absences: readonly DecisiveAbsence[],
): Promise<{ readonly back: readonly string[]; readonly requests: number }> {
  const present = new Set<string>();
  let requests = 0;
  try {
    const { connector } = await session.sides.open(sideId);
    const { lookupBatch } = connector.abilities;
    for (let at = 0; at < absences.length; at += lookupBatch) {
      const locators = absences.slice(at, at + lookupBatch).map(({ locator }) => locator);
      const looked = await connector.find(locators);
      requests += looked.requests;
      for (const { locator, state } of looked.found) if (state === "present") present.add(locator);
    }
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.kind === "internal") throw thrown;
    return { back: absences.map(({ rowId }) => rowId), requests };
  }
  const back = absences.filter(({ locator }) => present.has(locator)).map(({ rowId }) => rowId);
  return { back, requests };
}
