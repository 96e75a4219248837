import { normaliseNumber } from "@/lib/engine/canonical";
import type { Cells } from "@/lib/engine/value";
import type { City } from "../../scripts/demo/real-data";
import type { Dataset } from "./dataset";

/** The largest cities of the world: real names in many scripts, 7 columns. */
export const cities: Dataset = {
  name: "cities",
  fields: [
    { id: "city_id", name: "City ID", type: "integer" },
    { id: "name", name: "Name", type: "text" },
    { id: "country", name: "Country", type: "text" },
    { id: "population", name: "Population", type: "integer" },
    { id: "latitude", name: "Latitude", type: "number" },
    { id: "longitude", name: "Longitude", type: "number" },
    { id: "feature", name: "Feature", type: "text" },
  ],
  key: ["city_id"],
  columns:
    "city_id bigint primary key, name text not null, country text not null, population bigint not null, " +
    "latitude double precision not null, longitude double precision not null, feature text not null",
  // A list of all cities is no part of the memory of a worker that only syncs them.
  rows: async (count) => (await import("../../scripts/demo/real-data")).largestCities(count).map(cellsOf),
  edits: {
    a: {
      sql: "population = t.population + 1",
      of: (cells) => ({ ...cells, population: String(Number(cells.population) + 1) }),
    },
    b: { sql: "name = t.name || ' (B)'", of: (cells) => ({ ...cells, name: `${cells.name} (B)` }) },
    both: [
      { sql: "feature = 'A'", of: (cells) => ({ ...cells, feature: "A" }) },
      { sql: "feature = 'B'", of: (cells) => ({ ...cells, feature: "B" }) },
    ],
  },
};

const cellsOf = (city: City): Cells => ({
  city_id: String(city.cityId),
  name: city.name,
  country: city.country,
  population: String(city.population),
  latitude: normaliseNumber(String(city.latitude)) ?? "0",
  longitude: normaliseNumber(String(city.longitude)) ?? "0",
  feature: city.feature,
});
