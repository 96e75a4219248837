import type { PlaceGroup, PlaceView } from "./draft-view";
import { likenessOf } from "./name-likeness";

const ALIKE = 0.75;

/** Groups that are shown at most. */
const MOST_GROUPS = 20;

/** What a place is called by itself: of a tab in a spreadsheet both names count. */
const namesOf = ({ title }: PlaceView): string[] => [title, ...title.split(/\s+\/\s+|\./)];

const likeness = (one: PlaceView, other: PlaceView): number =>
  Math.max(...namesOf(one).flatMap((name) => namesOf(other).map((another) => likenessOf(name, another))));

/**
 * Places of different connections that are called alike, one of each connection: the likeliest first. Every place stands in
 * one group at most. `chosen`: only groups with a place of this kind are of interest.
 */
export function placeGroups(
  places: readonly PlaceView[],
  chosen: (place: PlaceView) => boolean = () => true,
): PlaceGroup[] {
  const pairs = places.flatMap((one, at) =>
    places
      .slice(at + 1)
      .filter((other) => other.connectionId !== one.connectionId)
      .map((other) => ({ one, other, alike: likeness(one, other) })),
  );
  const groups: { places: PlaceView[]; least: number }[] = [];
  const groupOf = (place: PlaceView) => groups.find((group) => group.places.includes(place));
  for (const { one, other, alike } of pairs.toSorted((a, b) => b.alike - a.alike)) {
    if (alike < ALIKE) break;
    const [first, second] = [groupOf(one), groupOf(other)];
    if (!first && !second) groups.push({ places: [one, other], least: alike });
    else if (first && !second) join(first, other, alike);
    else if (second && !first) join(second, one, alike);
  }
  return groups
    .filter((group) => group.places.some(chosen))
    .toSorted((a, b) => b.least - a.least || b.places.length - a.places.length)
    .slice(0, MOST_GROUPS)
    .map(({ places: of, least }) => ({ reason: least === 1 ? "same-name" : "similar-name", places: of }));
}

function join(group: { places: PlaceView[]; least: number }, place: PlaceView, alike: number): void {
  if (group.places.some(({ connectionId }) => connectionId === place.connectionId)) return;
  group.places.push(place);
  group.least = Math.min(group.least, alike);
}
