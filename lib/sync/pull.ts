import "server-only";
import type { SideRecord } from "@/lib/connectors/connector";
import type { StagedRecord } from "@/lib/db/rows/stage";
import type { RunCounts } from "@/lib/db/runs";
import { keyText, matchKey, rowHash } from "@/lib/engine/canonical";
import type { Cells, Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { type RunProgress, sideOf, withSide } from "./progress";
import { readPage } from "./read-side";
import { placesOf, resolveRecords } from "./relations";
import type { RunSession } from "./session";
import { digest, type OpenSide } from "./sides";
import { unsureMs } from "./unsure";

/** Reads one page of one side and stages it; page, cursor and count commit together. */
export async function pullPage(
  session: RunSession,
  ask: { readonly sideId: string; readonly cursor: string | null },
  now: Date,
): Promise<void> {
  const side = await session.sides.open(ask.sideId);
  if (ask.cursor === null) await waitForUnsure(session, side);
  const before = sideOf(session.progress, ask.sideId);
  const page = await readPage(side, before, ask.cursor);
  const records = await session.store.transact(async (tx) =>
    resolveRecords(tx, await placesOf(tx, side), page.records),
  );
  const staged = records.map((record) => stagedRecord(record, side, session.registry));
  const place = { runId: session.run.id, sideId: ask.sideId };
  await session.commit(async (tx) => {
    const again = page.repeats === "all" ? null : staged.map(({ locator }) => locator);
    const retold = page.repeats === "none" ? 0 : await tx.unstage(place, again);
    await tx.stageRecords({ ...place, from: before.ordinal }, staged);
    const progress = withSide(session.progress, ask.sideId, {
      ...page.change,
      staged: before.staged - retold + staged.length,
      ordinal: before.ordinal + staged.length,
      readAt: before.readAt || now.getTime(),
      readUntil: session.now().getTime(),
      waitedMs: session.waitedMs,
    });
    return {
      event: { kind: "pulled", sideId: ask.sideId, cursor: ask.cursor, next: page.next },
      progress,
      change: { counts: withRead(session.counts, progress) },
      requests: page.requests,
    };
  });
}

/** A record that a create of ours has made, or may have made, moments ago might be missed by the read. */
async function waitForUnsure({ store, registry }: RunSession, { definition, connector }: OpenSide) {
  const withinMs = unsureMs(connector.abilities);
  if (withinMs === 0) return;
  const place = { registryId: registry.id, sideId: definition.id, withinMs };
  const ago = await store.transact((tx) => tx.lastUnsureCreate(place));
  if (ago === null) return;
  throw new AppError("rate-limited", `${definition.title} may not show its newest records yet.`, {
    retryAfterMs: withinMs - ago,
  });
}

function withRead(counts: RunCounts, progress: RunProgress): RunCounts {
  const sides = Object.keys(progress.sides).map((id) => ({ id, ...sideOf(progress, id) }));
  return {
    ...counts,
    read: Object.fromEntries(sides.map(({ id, staged }) => [id, staged])),
    byChanges: sides.filter(({ since }) => since !== null).map(({ id }) => id),
  };
}

/** A record as it is staged: what Postgres cannot hold as text is unknown, never changed in passing. */
export function stagedRecord(
  record: SideRecord,
  side: Pick<OpenSide, "sortedIds">,
  rules: KeyRules,
): StagedRecord {
  const cells: Record<string, Value> = {};
  const unknown: Record<string, string> = { ...record.unknown };
  for (const id of side.sortedIds) {
    const value = record.cells[id];
    if (value === undefined) unknown[id] ??= "not-read";
    else if (isStorable(value)) cells[id] = value;
    else unknown[id] = "text-with-null-character";
  }
  return {
    locator: record.locator,
    ...stagedKey(cells, rules),
    hash: recordHash(cells, unknown, side.sortedIds),
    cells,
    unknown: Object.keys(unknown).length > 0 ? unknown : null,
    changedAt: record.changedAt?.at ?? null,
    grainMs: record.changedAt?.grainMs ?? null,
    changedBy: record.changedBy ?? null,
    state: "present",
  };
}

interface KeyRules {
  readonly key: readonly string[];
  readonly normalise: boolean;
}

/** A key that is empty in the form in which keys are matched is no key. */
export function stagedKey(
  cells: Cells,
  { key, normalise }: KeyRules,
): Pick<StagedRecord, "key" | "matchKey"> {
  const form = normalise ? matchKey(cells, key, true) : null;
  return { key: normalise && form === null ? null : keyText(cells, key), matchKey: form };
}

/** A record with unreadable cells never hashes like one that was read whole. */
export function recordHash(
  cells: Cells,
  unknown: Readonly<Record<string, string>>,
  sortedIds: readonly string[],
): string {
  const hash = rowHash(cells, sortedIds, digest);
  return Object.keys(unknown).length > 0 ? `?${hash}` : hash;
}

function isStorable(value: Value): boolean {
  if (typeof value === "string") return !value.includes("\u0000") && value.isWellFormed();
  return !Array.isArray(value) || value.every((member: string) => isStorable(member));
}
