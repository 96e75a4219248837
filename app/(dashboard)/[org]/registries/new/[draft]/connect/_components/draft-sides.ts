import type { DraftSide } from "@/lib/services/drafts/draft-input";

/** The next free ref: `s1`, `s2` and so on. */
export function nextRef(letter: string, taken: readonly string[]): string {
  let count = 1;
  while (taken.includes(`${letter}${count}`)) count += 1;
  return `${letter}${count}`;
}

/** Whether a side lies at this place of this connection, in whatever order its address is told. */
export function samePlace(
  side: Pick<DraftSide, "connectionId" | "location">,
  connectionId: string,
  location: DraftSide["location"],
): boolean {
  const names = Object.keys(location);
  return (
    side.connectionId === connectionId &&
    names.length === Object.keys(side.location).length &&
    names.every((name) => side.location[name] === location[name])
  );
}
