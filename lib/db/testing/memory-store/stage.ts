import { hash } from "node:crypto";
import { isGoneLocator } from "../../rows/links";
import type { Seal, SideCensus, StagedRecord, StagePlace } from "../../rows/stage";
import { formOf, type MemoryClient } from "./client";
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

export function stageReplaced(
  client: MemoryClient,
  place: StagePlace & { readonly registryId: string },
): number {
  const { tables } = client;
  const strangers = ofSide(client, place.runId, place.sideId).filter(
    (seen) => seen.state === "present" && seen.rowId === null && formOf(seen) !== null,
  );
  const byForm = Map.groupBy(strangers, formOf);
  const forms = new Map(tables.base.of(place.registryId).map((row) => [row.rowId, formOf(row)]));
  const replaced = missingLinks(client, place).flatMap((link) => {
    const [seen, twin] = byForm.get(forms.get(link.rowId) ?? null) ?? [];
    return seen && !twin && link.registryId === place.registryId ? [{ link, seen }] : [];
  });
  for (const [at, { link, seen }] of replaced.entries()) {
    stageBlank(client, { ...place, from: place.from + at }, link, "renamed");
    tables.obs.update(seen, { rowId: link.rowId });
  }
  return replaced.length;
}

function stageAbsent(client: MemoryClient, place: StagePlace, links: readonly LinkRow[]): number {
  for (const [at, link] of links.entries())
    stageBlank(client, { ...place, from: place.from + at }, link, "absent");
  return links.length;
}

function stageBlank(
  { tables }: MemoryClient,
  { runId, sideId, from }: StagePlace,
  { locator, rowId }: LinkRow,
  state: ObsRow["state"],
): void {
  tables.obs.insert({
    ...{ runId, sideId, ordinal: from, locator, rowId, state, hash: "" },
    ...{ key: null, matchKey: null, cells: null, unknown: null },
    ...{ changedAt: null, grainMs: null, changedBy: null },
  });
}

export function dropStaged({ tables }: MemoryClient, runId: string): void {
  for (const seen of tables.obs.of(runId)) tables.obs.delete(seen);
}
