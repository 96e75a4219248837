import type { Cells } from "@/lib/engine/value";
import { goneLocator, isGoneLocator, type LinkOfRow, type LinkUpdate, type Unlinked } from "../../rows/links";
import { formOf, linksOf, type MemoryClient, requireSide } from "./client";
import { type Moment, momentFrom } from "./moment";
import { compareText, storedJson } from "./stored-json";
import { Refused } from "./table";
import { type RunRow, type Tables, WHOLE } from "./tables";

export function unlink({ tables }: MemoryClient, gone: readonly Unlinked[]): void {
  for (const { rowId, sideIds } of gone) {
    for (const sideId of sideIds) {
      const link = tables.link.get(sideId, rowId);
      if (link) tables.link.delete(link);
    }
  }
}

export function relink(
  client: MemoryClient,
  { registryId, runId }: { readonly registryId: string; readonly runId: string },
  links: readonly LinkUpdate[],
): void {
  const { tables } = client;
  for (const { sideId, locator, rowId, byKey } of links) {
    // A record that now answers for another row gives up its old link first, and that its record is gone is kept.
    const old = tables.link.of(sideId).find((link) => link.locator === locator && link.rowId !== rowId);
    if (old && byKey) tables.link.update(old, { locator: goneLocator(old.rowId), pending: true });
    else if (old) tables.link.delete(old);
  }
  const places = new Set<string>();
  const isOpen = isLookedSince(tables, runId);
  for (const { sideId, rowId, locator, hash, acknowledged, pending, written } of links) {
    const place = `${sideId} ${rowId}`;
    if (places.has(place)) throw new Refused("21000", "one statement cannot affect a link twice");
    places.add(place);
    const held = tables.link.get(sideId, rowId);
    const writtenAt = written ? client.at : (held?.writtenAt ?? null);
    const change = { locator, acknowledged: storedJson(acknowledged), pending: pending || isOpen, writtenAt };
    if (held) tables.link.update(held, { ...change, hash: hash || held.hash });
    else tables.link.insert({ registryId, sideId, rowId, ...change, hash: hash ?? "" });
  }
  // As in SQL, what a line refers to is looked for when all of them are written.
  for (const { sideId, rowId } of links) {
    requireSide(client, sideId);
    const { registryId: own = "" } = tables.link.get(sideId, rowId) ?? {};
    if (!tables.base.get(own, rowId)) throw new Refused("23503", "the row of the link is in no base");
  }
}

/** Another run has begun to look since this one did. */
function isLookedSince(tables: Tables, runId: string): boolean {
  const own = tables.run.get(WHOLE, runId);
  const lookedAt = own ? lookOf(own) : null;
  if (!own || lookedAt === null) return false;
  return tables.run
    .all()
    .some(
      (run) =>
        run.id !== runId &&
        run.registryId === own.registryId &&
        run.kind === "sync" &&
        (lookOf(run) ?? lookedAt - 1) >= lookedAt,
    );
}

function lookOf({ progress }: RunRow): Moment | null {
  const { lookedFrom } = progress as { readonly lookedFrom?: string };
  return lookedFrom === undefined ? null : momentFrom(lookedFrom);
}

export function linkedRows(client: MemoryClient, registryId: string): Map<string, number> {
  const held = linksOf(client, registryId).filter(({ locator }) => !isGoneLocator(locator));
  const bySide = Map.groupBy(held, ({ sideId }) => sideId);
  return new Map([...bySide].map(([sideId, links]) => [sideId, links.length]));
}

export const acknowledgedAt = (
  { tables }: MemoryClient,
  sideId: string,
  locators: readonly string[],
): Map<string, Cells> =>
  new Map(
    tables.link
      .of(sideId)
      .flatMap(({ locator, acknowledged }) =>
        acknowledged !== null && locators.includes(locator) ? [[locator, acknowledged]] : [],
      ),
  );

export function unacknowledge({ tables }: MemoryClient, sideId: string, fields: readonly string[]): void {
  for (const link of tables.link.of(sideId)) {
    const known = link.acknowledged ?? tables.base.get(link.registryId, link.rowId)?.cells;
    if (!known || (link.acknowledged !== null && !fields.some((field) => field in known))) continue;
    const kept = Object.entries(known).filter(([field]) => !fields.includes(field));
    tables.link.update(link, { acknowledged: Object.fromEntries(kept), pending: true });
  }
}

export function linksOfRows(
  client: MemoryClient,
  place: { readonly runId: string; readonly registryId: string },
  rowIds: readonly string[],
): LinkOfRow[] {
  const absent = client.tables.obs.of(place.runId).filter(({ state }) => state === "absent");
  const gone = new Set(absent.map(({ sideId, locator }) => `${sideId} ${locator}`));
  const links = linksOf(client, place.registryId).flatMap(({ rowId, sideId, locator }) => {
    const base = client.tables.base.get(place.registryId, rowId);
    const isTold = base && rowIds.includes(rowId) && !gone.has(`${sideId} ${locator}`);
    return isTold ? [{ rowId, sideId, locator, key: formOf(base) }] : [];
  });
  return links.sort((a, b) => compareText(a.rowId, b.rowId) || compareText(a.sideId, b.sideId));
}
