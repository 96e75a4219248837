import type { RowCommit } from "@/lib/db/rows/commit";
import type { LinkUpdate } from "@/lib/db/rows/links";
import type { RunTransaction } from "@/lib/db/run-store";
import type { OpenSide } from "./sides";

/**
 * No create takes another row's record. It comes upon one where a person has given that record its key meanwhile; then it
 * has made nothing, the other row keeps its record, and the next run decides anew. Where records are found by their key,
 * the record is whose key it has; a row whose record has got another row's key keeps its link, to find it gone.
 */
export async function oneRecordEach(
  tx: Pick<RunTransaction, "rowsOfReferences">,
  commits: readonly RowCommit[],
  { registryId, isMade, sides }: Commit,
): Promise<readonly RowCommit[]> {
  const links = commits.flatMap((commit) => commit.links);
  const made = links.filter(isMade);
  const holders = new Map(made.map((link) => [placeOf(link), link.rowId]));
  for (const [sideId, ofSide] of Map.groupBy(made, (link) => link.sideId)) {
    if (!sides.get(sideId)?.connector.abilities.stableRecordIds) continue;
    const locators = ofSide.map(({ locator }) => locator);
    const held = await tx.rowsOfReferences({ registryId, sideId }, locators);
    for (const [locator, rowId] of held) holders.set(placeOf({ sideId, locator }), rowId);
  }
  for (const link of links) if (!isMade(link)) holders.set(placeOf(link), link.rowId);
  return commits.map((commit) => {
    const lost = commit.links.filter((link) => holders.get(placeOf(link)) !== link.rowId);
    if (lost.length === 0) return commit;
    return {
      ...commit,
      links: commit.links.filter((link) => !lost.includes(link)),
      unlink: [...commit.unlink, ...lost.filter(isMade).map(({ sideId }) => sideId)],
    };
  });
}

interface Commit {
  readonly registryId: string;
  /** Whether the link is the answer to a create. */
  readonly isMade: (link: LinkUpdate) => boolean;
  readonly sides: ReadonlyMap<string, OpenSide>;
}

const placeOf = ({ sideId, locator }: Pick<LinkUpdate, "sideId" | "locator">): string =>
  `${sideId} ${locator}`;
