import type { Candidate, CandidateLink, CandidateRecord, CandidateScope } from "../../rows/candidates";
import { formOf, linksOf, type MemoryClient } from "./client";
import { compareText } from "./stored-json";
import { Refused } from "./table";
import type { LinkRow, ObsRow } from "./tables";

const CLASHING: ReadonlySet<string> = new Set(["duplicate", "waiting", "collision"]);

/** The least key and the least form under which a row's records are shown, where they are. */
interface Touched {
  readonly key: string | null;
  readonly match: string | null;
}

const least = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && compareText(b, a) < 0) ? b : a;

export function collectCandidates(client: MemoryClient, scope: CandidateScope): void {
  if (client.temporary.candidates) throw new Refused("42P07", "candidates are collected once");
  const rows = [...touchedRows(client, scope)].flatMap(([rowId, touched]) => {
    const base = client.tables.base.get(scope.registryId, rowId) ?? null;
    const key = base?.key ?? touched.key ?? lastKey(client, scope.registryId, rowId);
    if (key === null) return [];
    return { rowId, key, base, match: base ? formOf(base) : touched.match };
  });
  rows.sort(
    (a, b) =>
      Number(a.base === null) - Number(b.base === null) ||
      compareText(a.key, b.key) ||
      compareText(a.rowId, b.rowId),
  );
  const seen = client.tables.obs.of(scope.runId);
  const links = Map.groupBy(linksOf(client, scope.registryId), ({ rowId }) => rowId);
  const records = Map.groupBy(seen, ({ rowId }) => rowId);
  const clashing = Map.groupBy(
    seen.filter(({ state }) => CLASHING.has(state)),
    formOf,
  );
  client.temporary.candidates = rows.map(({ rowId, key, base, match }): Candidate => {
    const { cells, origins, hash, inScope } = base ?? {};
    const held = match === null ? [] : (clashing.get(match) ?? []);
    return {
      rowId,
      key,
      base: base && ({ cells, origins, hash, inScope } as Candidate["base"]),
      links: (links.get(rowId) ?? []).map(linkLine),
      records: (records.get(rowId) ?? []).toSorted((a, b) => a.ordinal - b.ordinal).map(recordLine),
      duplicatedOn: [...new Set(held.map(({ sideId }) => sideId))].sort(compareText),
    };
  });
}

export function readCandidates({ temporary }: MemoryClient, size: number): Candidate[] {
  if (!temporary.candidates) throw new Refused("34000", "candidates are collected before they are read");
  const slice = temporary.candidates.slice(0, Math.trunc(size));
  temporary.candidates = temporary.candidates.slice(slice.length);
  return slice;
}

/** Every reason for which a row may have to move. */
function touchedRows(client: MemoryClient, scope: CandidateScope): Map<string, Touched> {
  const { tables } = client;
  const { runId, registryId, sideIds } = scope;
  const touched = new Map<string, Touched>();
  const touch = (rowId: string, { key, match }: Touched = { key: null, match: null }) => {
    const before = touched.get(rowId) ?? { key: null, match: null };
    touched.set(rowId, { key: least(before.key, key), match: least(before.match, match) });
  };
  const seen = tables.obs.of(runId);
  for (const one of seen) {
    if (one.rowId === null) continue;
    if (one.cells !== null || one.state !== "present" || one.unknown !== null)
      touch(one.rowId, { key: one.key, match: formOf(one) });
  }
  const links = linksOf(client, registryId).filter(({ sideId }) => sideIds.includes(sideId));
  const shown = new Set(seen.map(({ sideId, locator }) => `${sideId} ${locator}`));
  for (const { rowId, sideId, locator, pending } of links) {
    if (pending || !shown.has(`${sideId} ${locator}`)) touch(rowId);
  }
  const held = Map.groupBy(links, ({ rowId }) => rowId);
  const clashing = new Set(seen.filter(({ state }) => CLASHING.has(state)).map(formOf));
  for (const base of tables.base.of(registryId)) {
    const isEverywhere = (held.get(base.rowId)?.length ?? 0) >= sideIds.length;
    if (scope.all || !base.inScope || !isEverywhere || clashing.has(formOf(base))) touch(base.rowId);
  }
  for (const { rowId } of tables.wish.of(registryId)) touch(rowId);
  for (const { rowId, resolved, provisional } of tables.conflict.of(registryId)) {
    if (!resolved && !provisional) touch(rowId);
  }
  for (const { rowId, open } of tables.issue.of(registryId)) if (open && rowId !== null) touch(rowId);
  for (const rowId of scope.ordered) touch(rowId);
  return touched;
}

/** The key that a row had last. */
export function lastKey({ tables }: MemoryClient, registryId: string, rowId: string): string | null {
  const versions = tables.version.of(registryId).filter((version) => version.rowId === rowId);
  return versions.toSorted((a, b) => b.version - a.version)[0]?.key ?? null;
}

const linkLine = (link: LinkRow): CandidateLink => ({
  sideId: link.sideId,
  locator: link.locator,
  hash: link.hash,
  acknowledged: link.acknowledged,
  pending: link.pending,
  writtenAt: link.writtenAt === null ? null : Math.round(link.writtenAt / 1_000),
});

const recordLine = (seen: ObsRow): CandidateRecord => ({
  sideId: seen.sideId,
  locator: seen.locator,
  state: seen.state,
  hash: seen.hash,
  cells: seen.cells,
  unknown: seen.unknown,
  changedAt: seen.changedAt,
  grainMs: seen.grainMs,
  changedBy: seen.changedBy,
});

export function takenKeys(
  { tables }: MemoryClient,
  { runId, registryId }: { readonly runId: string; readonly registryId: string },
  wanted: readonly { readonly rowId: string; readonly form: string }[],
): Set<string> {
  const bases = Map.groupBy(tables.base.of(registryId), formOf);
  const seen = Map.groupBy(tables.obs.of(runId), formOf);
  const taken = wanted.filter(
    ({ rowId, form }) =>
      bases.get(form)?.some((base) => base.rowId !== rowId) ||
      seen.get(form)?.some((one) => (one.rowId !== null && one.rowId !== rowId) || one.state === "excluded"),
  );
  return new Set(taken.map(({ rowId }) => rowId));
}
