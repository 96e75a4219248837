import { Api } from "./api";
import { differences } from "./compare";
import { Hands } from "./hands";
import { type Ready, type ReadyRegistry, readReady, registryNamed } from "./ready";
import { type SideName, type SideRows, ThreeSides } from "./three-sides";
import { test as watched } from "./watched-test";

export const CITY_COLUMNS = ["City ID", "Name", "Country", "Population", "Latitude", "Longitude", "Feature"];
const NUMBERS = ["City ID", "Population", "Latitude", "Longitude"];

/** The demo's cities: on the three systems, and through the API. */
export interface Cities {
  readonly ready: Ready;
  readonly registry: ReadyRegistry;
  readonly api: Api;
  readonly sides: ThreeSides;
  readonly hands: Hands;
  /** The rows of the three sides, equal or the journey fails. */
  equalRows(): Promise<Record<SideName, SideRows>>;
}

/** `test` with the demo that `npm test` started, or that runs in .data/demo. */
export const test = watched.extend<object, { readonly cities: Cities }>({
  cities: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures it needs from here.
    async ({}, use) => {
      const ready = readReady();
      const registry = registryNamed(ready, "Cities");
      const sides = new ThreeSides(ready, registry, NUMBERS);
      await sides.control.liftLimits();
      await use({
        ready,
        registry,
        api: new Api(ready.url, ready.apiKey),
        sides,
        hands: new Hands(sides, registry.key[0] ?? ""),
        equalRows: async () => {
          const rows = await sides.read();
          const unequal = differences(rows, CITY_COLUMNS);
          if (unequal.length > 0) throw new Error(`the sides differ:\n${unequal.join("\n")}`);
          return rows;
        },
      });
      await sides.close();
    },
    { scope: "worker" },
  ],
});
