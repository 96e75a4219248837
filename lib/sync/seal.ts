import "server-only";
import type { Found } from "@/lib/connectors/connector";
import type { SideCensus, StagedRecord, StagePlace } from "@/lib/db/rows/stage";
import type { RunTransaction } from "@/lib/db/run-store";
import { sideOf, withSide } from "./progress";
import { stagedKey, stagedRecord } from "./pull";
import { placesOf, resolveRecords } from "./relations";
import type { RunSession, Step } from "./session";
import type { OpenSide } from "./sides";

/** Up to this many missing records are confirmed one by one; beyond it the run is held for a person. */
const CONFIRM_FLOOR = 50;
const CONFIRM_SHARE = 0.1;

/**
 * Ends the reads. A read that is not proven complete ends the run. Each record that a complete read did not show
 * is looked up by itself: only what is provably gone is absent, and what cannot be told stays unknown.
 */
export async function sealReads(session: RunSession): Promise<void> {
  for (const { id, title } of session.registry.sides) {
    const reason = sideOf(session.progress, id).incomplete;
    if (reason === null) continue;
    const message = `${title} could not be read completely (${reason}). Nothing was written; the next run reads it again.`;
    const brake = {
      kind: "incomplete-read",
      sideId: id,
      severity: "stop",
      value: 0,
      limit: 0,
      total: 0,
      message,
    };
    await session.commit(async () => ({
      event: { kind: "sealed", complete: false },
      change: { brakes: [brake] },
    }));
    return;
  }
  for (const { id } of session.registry.sides) {
    if ((await carry(session, id)) || (await confirmMissing(session, id))) return;
  }
  await sealAll(session);
}

/** Where a side told only what changed, what it did not tell of is as it was. True if that was to be done. */
async function carry(session: RunSession, sideId: string): Promise<boolean> {
  const { since, carried, staged, ordinal, told } = sideOf(session.progress, sideId);
  if (since === null || carried !== null) return false;
  await session.commit(async (tx) => {
    const except = { ...told, writtenSince: since.plannedAt };
    const count = await tx.carryUnseen({ runId: session.run.id, sideId, from: ordinal }, except);
    const change = { carried: count, staged: staged + count, ordinal: ordinal + count };
    return { event: null, progress: withSide(session.progress, sideId, change) };
  });
  return true;
}

/** True if something was found out about records that the read did not show: there may be more. */
async function confirmMissing(session: RunSession, sideId: string): Promise<boolean> {
  const { lookingUp, lookedUp } = sideOf(session.progress, sideId);
  if (lookedUp) return false;
  if (lookingUp) return lookUp(session, sideId);
  const census = await session.store.transact((tx) => tx.censusOf(session.run.id, sideId));
  if (census.missing + census.gone === 0) return false;
  // Records that the server has lost since they were staged would be missing, too.
  if (!(await session.store.transact((tx) => isStagedWhole(session, tx)))) {
    await session.commit((tx) => startOver(session, tx));
    return true;
  }
  return (await settleUnseen(session, sideId, census)) || lookUp(session, sideId);
}

/** What need not be looked up record by record: those known to be gone, and so many that a person must decide anyway. */
async function settleUnseen(
  session: RunSession,
  sideId: string,
  { missing, linked, gone }: SideCensus,
): Promise<boolean> {
  const before = sideOf(session.progress, sideId);
  const place: StagePlace = { runId: session.run.id, sideId, from: before.ordinal };
  if (gone > 0) {
    await session.commit(async (tx) => {
      const count = await tx.stageGone(place);
      const change = { staged: before.staged + count, ordinal: before.ordinal + count };
      return { event: null, progress: withSide(session.progress, sideId, change) };
    });
    return true;
  }
  if (missing > 0 && (await takeByKey(session, sideId))) return true;
  const { deletedShare, deletedFloor } = session.registry.brakes;
  const isUsual = deletedShare === undefined && deletedFloor === undefined;
  if (isUsual && missing > Math.max(CONFIRM_FLOOR, linked * CONFIRM_SHARE)) {
    if (before.since !== null) {
      await session.commit((tx) => startOver(session, tx));
      return true;
    }
    await session.commit(async (tx) => {
      const count = await tx.markMissingAbsent(place);
      const change = { staged: before.staged + count, ordinal: before.ordinal + count, unconfirmed: count };
      return { event: null, progress: withSide(session.progress, sideId, change) };
    });
    return true;
  }
  return false;
}

/** Whether records that have lost their ids stand for some of the missing ones: they are known by their keys again. */
async function takeByKey(session: RunSession, sideId: string): Promise<boolean> {
  const { connector } = await session.sides.open(sideId);
  if (!connector.abilities.recordsMayLoseIds) return false;
  const before = sideOf(session.progress, sideId);
  const place = {
    runId: session.run.id,
    registryId: session.registry.id,
    sideId,
    from: before.ordinal,
  };
  let count = 0;
  await session.commit(async (tx) => {
    count = await tx.stageReplaced(place);
    const change = { staged: before.staged + count, ordinal: before.ordinal + count };
    return { event: null, progress: withSide(session.progress, sideId, change) };
  });
  return count > 0;
}

/** Looks up as many of the missing records as one call may be asked for; false if there are none. */
async function lookUp(session: RunSession, sideId: string): Promise<boolean> {
  const before = sideOf(session.progress, sideId);
  const place: StagePlace = { runId: session.run.id, sideId, from: before.ordinal };
  const side = await session.sides.open(sideId);
  const { lookupBatch } = side.connector.abilities;
  const locators = await session.store.transact((tx) => tx.missingLocators(place, lookupBatch));
  if (locators.length === 0) return false;
  const { found, requests } = await side.connector.find(locators);
  const staged = await session.store.transact(async (tx) => {
    const places = await placesOf(tx, side);
    const present = found.flatMap((answer) => (answer.state === "present" ? [answer.record] : []));
    const resolved = await resolveRecords(tx, places, present);
    const byLocator = new Map(
      resolved.map((record) => [record.locator, stagedRecord(record, side, session.registry)]),
    );
    const keys = await keysLastHeld(session, tx, { side, locators });
    return locators.map((locator) => byLocator.get(locator) ?? notPresent(locator, found, keys.get(locator)));
  });
  const progress = withSide(session.progress, sideId, {
    staged: before.staged + staged.length,
    ordinal: before.ordinal + staged.length,
    readUntil: session.now().getTime(),
    lookingUp: true,
    lookedUp: locators.length < lookupBatch,
  });
  await session.commit(async (tx) => {
    await tx.stageRecords(place, staged);
    return { event: null, progress, requests };
  });
  return true;
}

type HeldKey = Pick<StagedRecord, "key" | "matchKey">;

/**
 * Where records are found by their keys, a record that is gone or cannot be read goes on holding the key that it had last,
 * until its row is settled: a record that another row made there would be taken for it. Only of rows whose own key is
 * another by now; a row's own key is nobody else's anyway.
 */
async function keysLastHeld(
  { registry }: RunSession,
  tx: RunTransaction,
  { side, locators }: { readonly side: OpenSide; readonly locators: readonly string[] },
): Promise<Map<string, HeldKey>> {
  if (side.connector.abilities.stableRecordIds) return new Map();
  const acknowledged = await tx.acknowledgedAt(side.definition.id, locators);
  return new Map([...acknowledged].map(([locator, cells]) => [locator, stagedKey(cells, registry)]));
}

function notPresent(locator: string, found: readonly Found[], held: HeldKey | undefined): StagedRecord {
  const answer = found.find((candidate) => candidate.locator === locator);
  const state = answer?.state === "absent" ? "absent" : "unknown";
  const reason = answer?.state === "unknown" ? answer.reason : "it was not answered for";
  const unknown = state === "unknown" ? { "": reason } : null;
  const blank = { key: null, matchKey: null, hash: "", cells: {}, changedAt: null, grainMs: null };
  return { locator, ...blank, ...held, unknown, changedBy: null, state };
}

async function sealAll(session: RunSession): Promise<void> {
  await session.commit(async (tx): Promise<Step> => {
    let progress = session.progress;
    for (const { id } of session.registry.sides) {
      const seal = await tx.sealOf(session.run.id, id);
      // Looked at again in the transaction that seals: the server may have crashed since.
      if (seal.count !== sideOf(progress, id).staged) return startOver(session, tx);
      progress = withSide(progress, id, { seal });
    }
    return { event: { kind: "sealed", complete: true }, progress };
  });
}

/**
 * Whether all that was staged is still there. A crash of the server empties the UNLOGGED table in the middle of the
 * reads, and the pages read after it would look like all there is.
 */
export async function isStagedWhole(session: RunSession, tx: RunTransaction): Promise<boolean> {
  for (const { id } of session.registry.sides) {
    if ((await tx.stagedCount(session.run.id, id)) !== sideOf(session.progress, id).staged) return false;
  }
  return true;
}

/** Every side is read again from its beginning. */
async function startOver(session: RunSession, tx: RunTransaction): Promise<Step> {
  await tx.dropStaged(session.run.id);
  return { event: { kind: "unsealed" }, progress: { ...session.progress, sides: {} } };
}
