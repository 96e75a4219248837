import { createHash } from "node:crypto";
import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import { FENCE_KEY, type Fence } from "./grid-read";

/** Fences that stay, so that a request which was held up somewhere still meets the one it would repeat. */
const FENCES_KEPT = 8;

/** How often our batches have written to the tab. */
export const generationOf = (fences: readonly Fence[]): number =>
  Math.max(0, ...fences.map(({ generation }) => generation));

/**
 * The fence: a metadata entry whose id follows from the count of our writes to the tab. Google refuses an id
 * that is in use, and with it the whole batch, so of two batches that were made from the same reading (a
 * repetition after a lost answer, a second worker) one at most is applied.
 */
export function fenceRequests(sheetId: number, fences: readonly Fence[]): sheets_v4.Schema$Request[] {
  const generation = generationOf(fences) + 1;
  const digest = createHash("sha256").update(`${sheetId}:${generation}`).digest();
  const metadataId = digest.readUInt32BE() & 0x7fff_ffff || 1;
  const stale = fences.filter((fence) => fence.generation <= generation - FENCES_KEPT);
  return [
    {
      createDeveloperMetadata: {
        developerMetadata: {
          metadataId,
          metadataKey: FENCE_KEY,
          metadataValue: String(generation),
          location: { sheetId },
          // Seen by whatever project connects next; with PROJECT its ids would collide with hidden ones.
          visibility: "DOCUMENT",
        },
      },
    },
    ...stale.map((fence) => ({
      deleteDeveloperMetadata: {
        dataFilter: { developerMetadataLookup: { metadataId: fence.metadataId } },
      },
    })),
  ];
}
