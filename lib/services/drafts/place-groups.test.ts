import { expect, test } from "vitest";
import type { PlaceView } from "./draft-view";
import { likenessOf } from "./name-likeness";
import { placeGroups } from "./place-groups";

const place = (connectionId: string, title: string): PlaceView => ({
  ...{
    connectionId,
    connection: connectionId,
    kind: "memory",
    locationId: title,
    title,
    location: { title },
  },
});

const titles = (places: readonly PlaceView[], chosen?: (one: PlaceView) => boolean) =>
  placeGroups(places, chosen).map(({ reason, places: of }) => [reason, of.map(({ title }) => title)]);

test("places of different connections stand together by their names, each once, the likeliest first", () => {
  const places = [
    place("a", "Units"),
    place("a", "Vendors"),
    place("b", "public.vendor"),
    place("b", "units"),
    place("c", "Register / Units"),
    place("c", "Other"),
  ];
  expect(titles(places)).toEqual([
    ["same-name", ["Units", "units", "Register / Units"]],
    ["similar-name", ["Vendors", "public.vendor"]],
  ]);
  expect(titles(places, ({ title }) => title === "Vendors")).toEqual([
    ["similar-name", ["Vendors", "public.vendor"]],
  ]);
  expect(titles([place("a", "Units"), place("a", "units")])).toEqual([]);
});

test.each([
  ["Unit", "unit", 1, 1],
  ["unit no.", "UnitNo", 1, 1],
  ["city", "city name", 0.75, 0.99],
  ["cityName", "name", 0.75, 0.99],
  ["vendor", "vendors", 0.75, 0.99],
  ["id", "name", 0, 0.5],
  ["", "", 0, 0],
  ["Ümlaut", "ümlaut", 1, 1],
])("%j is like %j", (one, other, least, most) => {
  expect(likenessOf(one, other)).toBeGreaterThanOrEqual(least);
  expect(likenessOf(one, other)).toBeLessThanOrEqual(most);
  expect(likenessOf(other, one)).toBe(likenessOf(one, other));
});
