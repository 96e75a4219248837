import type { LinkOfRow, LinkUpdate, Unlinked } from "../../rows/links";
import { formOf, linksOf, type MemoryClient, requireSide } from "./client";
import { compareText, storedJson } from "./stored-json";
import { Refused } from "./table";

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
  { registryId }: { readonly registryId: string },
  links: readonly LinkUpdate[],
): void {
  const { tables } = client;
  for (const { sideId, locator, rowId } of links) {
    // A record that now answers for another row gives up its old link first.
    const old = tables.link.of(sideId).find((link) => link.locator === locator && link.rowId !== rowId);
    if (old) tables.link.delete(old);
  }
  const places = new Set(links.map(({ sideId, rowId }) => `${sideId} ${rowId}`));
  if (places.size < links.length) throw new Refused("21000", "one statement cannot affect a link twice");
  for (const { sideId, rowId, locator, hash, acknowledged, pending } of links) {
    const held = tables.link.get(sideId, rowId);
    const change = { locator, acknowledged: storedJson(acknowledged), pending, seenAt: client.at };
    if (held) {
      tables.link.update(held, { ...change, hash: hash || held.hash });
      continue;
    }
    tables.link.insert({ registryId, sideId, rowId, ...change, hash: hash ?? "" });
    requireSide(client, sideId);
    if (!tables.base.get(registryId, rowId)) throw new Refused("23503", "the row of the link is in no base");
  }
}

export function linkedRows(client: MemoryClient, registryId: string): Map<string, number> {
  const bySide = Map.groupBy(linksOf(client, registryId), ({ sideId }) => sideId);
  return new Map([...bySide].map(([sideId, links]) => [sideId, links.length]));
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
