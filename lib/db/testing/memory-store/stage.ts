import { hash } from "node:crypto";
import { isGoneLocator } from "../../rows/links";
import type { Seal, SideCensus, StagedRecord, StagePlace } from "../../rows/stage";
import type { MemoryClient } from "./client";
import { compareText, storedJson } from "./stored-json";
import type { LinkRow, ObsRow } from "./tables";

type SidePlace = Omit<StagePlace, "from">;

export function stageRecords(
  { tables }: MemoryClient,
  place: StagePlace,
  records: readonly StagedRecord[],
): void {
  const links = new Map(tables.link.of(place.sideId).map((link) => [link.locator, link]));
  for (const [at, record] of records.entries()) {
    const link = links.get(record.locator);
    const unknown = storedJson(record.unknown);
    const isAsAcknowledged = link?.hash === record.hash && !link.pending && unknown === null;
    tables.obs.insert({
      runId: place.runId,
      sideId: place.sideId,
      ordinal: place.from + at,
      locator: record.locator,
      key: record.key,
      matchKey: record.matchKey,
      rowId: link?.rowId ?? null,
      state: record.state,
      hash: record.hash,
      cells: isAsAcknowledged ? null : storedJson(record.cells),
      unknown,
      changedAt: record.changedAt,
      grainMs: record.grainMs,
      changedBy: record.changedBy,
    });
  }
}

const ofSide = ({ tables }: MemoryClient, runId: string, sideId: string): ObsRow[] =>
  tables.obs.of(runId).filter((seen) => seen.sideId === sideId);

const digests = new WeakMap<ObsRow, bigint>();

/** Sixty bits of what is sealed of one record. */
function digestOf(seen: ObsRow): bigint {
  const known = digests.get(seen);
  if (known !== undefined) return known;
  const made = BigInt(`0x${hash("md5", seen.locator + seen.hash + seen.state).slice(0, 15)}`);
  digests.set(seen, made);
  return made;
}

export function sealOf(client: MemoryClient, runId: string, sideId: string): Seal {
  const staged = ofSide(client, runId, sideId);
  const digest = staged.reduce((sum, seen) => sum + digestOf(seen), 0n);
  return { count: staged.length, digest: String(digest) };
}

export const stagedCount = (client: MemoryClient, runId: string, sideId: string): number =>
  ofSide(client, runId, sideId).length;

export const presentCount = (client: MemoryClient, runId: string, sideId: string): number =>
  ofSide(client, runId, sideId).filter(({ state }) => state === "present").length;

/** Those that are not staged, in the order of their locators. */
function unseenLinks(client: MemoryClient, { runId, sideId }: SidePlace): LinkRow[] {
  const shown = new Set(ofSide(client, runId, sideId).map(({ locator }) => locator));
  return client.tables.link
    .of(sideId)
    .filter(({ locator }) => !shown.has(locator))
    .sort((a, b) => compareText(a.locator, b.locator));
}

const missingLinks = (client: MemoryClient, place: SidePlace): LinkRow[] =>
  unseenLinks(client, place).filter(({ locator }) => !isGoneLocator(locator));

const goneLinks = (client: MemoryClient, place: SidePlace): LinkRow[] =>
  unseenLinks(client, place).filter(({ locator }) => isGoneLocator(locator));

export const missingLocators = (client: MemoryClient, place: SidePlace, limit: number): string[] =>
  missingLinks(client, place)
    .slice(0, limit)
    .map(({ locator }) => locator);

export function censusOf(client: MemoryClient, runId: string, sideId: string): SideCensus {
  return {
    linked: client.tables.link.of(sideId).filter(({ locator }) => !isGoneLocator(locator)).length,
    missing: missingLinks(client, { runId, sideId }).length,
    gone: goneLinks(client, { runId, sideId }).length,
  };
}

export const markMissingAbsent = (client: MemoryClient, place: StagePlace): number =>
  stageAbsent(client, place, missingLinks(client, place));

export const stageGone = (client: MemoryClient, place: StagePlace): number =>
  stageAbsent(client, place, goneLinks(client, place));

function stageAbsent(client: MemoryClient, place: StagePlace, links: readonly LinkRow[]): number {
  const { runId, sideId, from } = place;
  for (const [at, { locator, rowId }] of links.entries()) {
    client.tables.obs.insert({
      ...{ runId, sideId, ordinal: from + at, locator, rowId, state: "absent", hash: "" },
      ...{ key: null, matchKey: null, cells: null, unknown: null },
      ...{ changedAt: null, grainMs: null, changedBy: null },
    });
  }
  return links.length;
}

export function dropStaged({ tables }: MemoryClient, runId: string): void {
  for (const seen of tables.obs.of(runId)) tables.obs.delete(seen);
}
