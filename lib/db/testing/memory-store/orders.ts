import type { Exclusion } from "../../rows/exclusions";
import type { PastRow, RunVersion, StoredChoice, VoidWish, Wish } from "../../rows/orders";
import type { GoneRow } from "../../rows/readmit";
import { lastKey } from "./candidates";
import { type MemoryClient, requireRegistry, requireSide } from "./client";
import { type Moment, momentOf } from "./moment";
import { compareText, storedJson } from "./stored-json";
import type { VersionRow } from "./tables";

interface Place {
  readonly registryId: string;
  readonly runId: string;
}

export function takeWishes(
  { tables }: MemoryClient,
  place: Place & { readonly isWriting: boolean },
  rowIds: readonly string[],
): Wish[] {
  const wishes = tables.wish.of(place.registryId).filter(({ rowId }) => rowIds.includes(rowId));
  if (place.isWriting) for (const wish of wishes) tables.wish.update(wish, { runId: place.runId });
  return wishes.map(({ rowId, cells, keep }) => ({ rowId, cells, keep }));
}

export function dropWishesOfGone(client: MemoryClient, registryId: string): VoidWish[] {
  const { wish: table, base } = client.tables;
  const gone = table.of(registryId).filter(({ keep, rowId }) => !keep && !base.get(registryId, rowId));
  for (const wish of gone) table.delete(wish);
  return gone.flatMap(({ rowId, cells }) => {
    const key = lastKey(client, registryId, rowId);
    return key === null ? [] : [{ key, fields: Object.keys(cells).sort(compareText) }];
  });
}

export function choicesOf(
  { tables }: MemoryClient,
  registryId: string,
  rowIds: readonly string[],
): StoredChoice[] {
  return tables.conflict.of(registryId).flatMap((own) => {
    const { rowId, field, fingerprint, choice, resolved, provisional } = own;
    if (!choice || resolved || provisional || !rowIds.includes(rowId)) return [];
    return [{ rowId, field: field as string, fingerprint, value: choice.value ?? null }];
  });
}

const newestFirst = (versions: readonly VersionRow[]): VersionRow[] =>
  versions.toSorted((a, b) => b.version - a.version);

export function versionsOfRun(
  { tables }: MemoryClient,
  { registryId, runId }: Place,
  rowIds: readonly string[],
): RunVersion[] {
  const versions = tables.version.of(registryId);
  const made = versions.filter((own) => own.runId === runId && rowIds.includes(own.rowId));
  return made.map(({ rowId, version, cells: after }) => {
    const past = newestFirst(versions.filter((own) => own.rowId === rowId && own.version < version));
    const creates = tables.plan
      .of(runId)
      .filter((own) => own.rowId === rowId && own.op === "create" && own.status === "done");
    return {
      ...{ rowId, before: past[0]?.cells ?? null, after },
      createdOn: creates.map(({ sideId }) => sideId),
    };
  });
}

export function rowsOfRun({ tables }: MemoryClient, { registryId, runId }: Place): string[] {
  const made = tables.version.of(registryId).filter((own) => own.runId === runId);
  return [...new Set(made.map(({ rowId }) => rowId))];
}

export function rowsChangedSince({ tables }: MemoryClient, registryId: string, at: Date): string[] {
  const since = tables.version.of(registryId).filter((own) => own.at > momentOf(at));
  return [...new Set(since.map(({ rowId }) => rowId))];
}

/** Of each of these rows the newest version up to a moment, in the order of their ids. */
function newestOf(
  { tables }: MemoryClient,
  { registryId, until }: { readonly registryId: string; readonly until: Moment },
  rowIds: readonly string[],
): VersionRow[] {
  const versions = tables.version.of(registryId).filter((own) => own.at <= until);
  return [...new Set(rowIds)].sort(compareText).flatMap((rowId) => {
    const [newest] = newestFirst(versions.filter((own) => own.rowId === rowId));
    return newest ? [newest] : [];
  });
}

export function rowsAt(
  client: MemoryClient,
  place: { readonly registryId: string; readonly at: Date },
  rowIds: readonly string[],
): PastRow[] {
  const versions = newestOf(client, { registryId: place.registryId, until: momentOf(place.at) }, rowIds);
  return versions.map(({ rowId, cells }) => ({ rowId, cells }));
}

export function rowVersion(
  { tables }: MemoryClient,
  { registryId, rowId }: { readonly registryId: string; readonly rowId: string },
  version: number,
): Pick<PastRow, "cells"> | null {
  const found = tables.version.get(registryId, `${rowId} ${version}`);
  return found ? { cells: found.cells } : null;
}

export function goneRows(client: MemoryClient, registryId: string, rowIds: readonly string[]): GoneRow[] {
  const gone = rowIds.filter((rowId) => !client.tables.base.get(registryId, rowId));
  const versions = newestOf(client, { registryId, until: Number.POSITIVE_INFINITY }, gone);
  return versions.map(({ rowId, key }) => ({ rowId, key }));
}

export function storeExclusions(
  client: MemoryClient,
  place: { readonly registryId: string; readonly actor: unknown },
  exclusions: readonly Exclusion[],
): void {
  if (exclusions.length > 0) requireRegistry(client, place.registryId);
  for (const { sideId, locator, key, reason } of exclusions) {
    requireSide(client, sideId);
    const { registryId } = place;
    const line = { registryId, sideId, locator, key, reason, actor: storedJson(place.actor), at: client.at };
    if (!client.tables.exclusion.isTaken(line)) client.tables.exclusion.insert(line);
  }
}

export function dropExclusions(
  { tables }: MemoryClient,
  registryId: string,
  keys: readonly string[],
): number {
  const dropped = tables.exclusion.of(registryId).filter(({ key }) => key !== null && keys.includes(key));
  for (const exclusion of dropped) tables.exclusion.delete(exclusion);
  return dropped.length;
}
