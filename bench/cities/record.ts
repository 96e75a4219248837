import { keyText, normaliseNumber } from "@/lib/engine/canonical";
import type { Field } from "@/lib/engine/field";
import type { Cells } from "@/lib/engine/value";
import type { City } from "../../scripts/demo/real-data";

/** The registry's fields; their ids are the columns' names on every side. */
export const FIELDS: readonly Field[] = [
  { id: "city_id", name: "City ID", type: "integer" },
  { id: "name", name: "Name", type: "text" },
  { id: "country", name: "Country", type: "text" },
  { id: "population", name: "Population", type: "integer" },
  { id: "latitude", name: "Latitude", type: "number" },
  { id: "longitude", name: "Longitude", type: "number" },
  { id: "feature", name: "Feature", type: "text" },
];

export const KEY = ["city_id"];

export const SORTED_IDS: readonly string[] = FIELDS.map((field) => field.id).sort();

/** The columns of a customer's table, as Postgres names their types. */
export const COLUMNS =
  "city_id bigint primary key, name text not null, country text not null, population bigint not null, " +
  "latitude double precision not null, longitude double precision not null, feature text not null";

/** A city's values in the order of `FIELDS`. */
export const valuesOf = (city: City): readonly (string | number)[] => [
  city.cityId,
  city.name,
  city.country,
  city.population,
  city.latitude,
  city.longitude,
  city.feature,
];

/** A city in canonical form, as a connector would read it. */
export const cellsOf = (city: City): Cells => ({
  city_id: String(city.cityId),
  name: city.name,
  country: city.country,
  population: String(city.population),
  latitude: normaliseNumber(String(city.latitude)) ?? "0",
  longitude: normaliseNumber(String(city.longitude)) ?? "0",
  feature: city.feature,
});

export const keyOf = (cells: Cells): string => keyText(cells, KEY) ?? "";
