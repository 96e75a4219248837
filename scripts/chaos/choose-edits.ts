import { type Cells, SIDES } from "../../e2e/support/three-sides";
import type { Edit } from "./edit";
import type { Random } from "./random";

export const KEY = "City ID";
export const COLUMNS = [KEY, "Name", "Country", "Population", "Latitude", "Longitude", "Feature"];
export const NUMBERS = [KEY, "Population", "Latitude", "Longitude"];

const FEATURES = ["PPL", "PPLA", "PPLA2", "PPLA3", "PPLC", "PPLX"];

const NAMES = [
  "Nové Město",
  'O\'Fallon, the "new"',
  "東京",
  "a\tb",
  "Ab\u0301u",
  "🏙 city",
  "x".repeat(300),
  "  two  spaces",
];

/** Texts that a sheet would take for something else if they were typed there; people type them elsewhere. */
const TREACHEROUS = ["007", "=1+1", "TRUE", "1e5", "3/4", "+49 30"];

/** What one round is made of, of each kind; per side where it says so. */
const UPDATES_PER_SIDE = 10;
const CREATES_PER_SIDE = 3;
const DELETES_PER_SIDE = 1;
const SHARED_ROWS = 3;
const CONTESTED_CELLS = 2;
const TWINS = 1;

/** A round's edits, each row used for one purpose only, and rows left alone by them. */
export interface Round {
  readonly edits: readonly Edit[];
  /** What people do elsewhere in the registry while the run is under way. */
  readonly meanwhile: readonly Edit[];
}

/** Chooses a round. `keys` are the rows that stand on all sides, `fresh` makes keys that were never used. */
export function chooseRound(
  random: Random,
  keys: readonly string[],
  from: { readonly countries: readonly string[]; readonly fresh: () => string },
): Round {
  const free = [...keys].sort();
  const update = (side: (typeof SIDES)[number], key: string, column?: string): Edit => {
    const [name, value] = cell(random, side, { countries: from.countries, column });
    return { op: "update", side, key, column: name, value };
  };
  const edits: Edit[] = [];
  for (const side of SIDES) {
    for (const key of random.take(free, UPDATES_PER_SIDE)) edits.push(update(side, key));
    for (const key of random.take(free, DELETES_PER_SIDE)) edits.push({ op: "delete", side, key });
    for (let at = 0; at < CREATES_PER_SIDE; at += 1) {
      const key = from.fresh();
      edits.push({ op: "create", side, key, cells: city(random, key, side, from.countries) });
    }
  }
  for (const key of random.take(free, SHARED_ROWS)) {
    edits.push(update("notion", key, "Name"), update("postgres", key, "Population"));
    edits.push(update("sheet", key, "Feature"));
  }
  for (const key of random.take(free, CONTESTED_CELLS))
    edits.push(update("sheet", key, "Name"), update("postgres", key, "Name"));
  for (const key of random.take(free, TWINS)) {
    edits.push({ op: "delete", side: "notion", key }, update("postgres", key, "Population"));
    const born = from.fresh();
    const cells = city(random, born, "sheet", from.countries);
    edits.push({ op: "create", side: "sheet", key: born, cells });
    edits.push({ op: "create", side: "postgres", key: born, cells });
  }
  const meanwhile = SIDES.flatMap((side) => random.take(free, 2).map((key) => update(side, key)));
  return { edits, meanwhile };
}

interface CellChoice {
  readonly countries: readonly string[];
  readonly column: string | undefined;
}

function cell(
  random: Random,
  side: (typeof SIDES)[number],
  { countries, column }: CellChoice,
): [string, string] {
  const chosen = column ?? random.pick(["Name", "Name", "Country", "Population", "Latitude", "Feature"]);
  switch (chosen) {
    case "Name": {
      const names = side === "sheet" ? NAMES : [...NAMES, ...TREACHEROUS, ...TREACHEROUS];
      const name = random.pick(names);
      // A number behind it tells one edit from another; what must keep its exact form gets none.
      return [chosen, TREACHEROUS.includes(name) ? name : `${name} ${random.between(1, 99_999)}`];
    }
    case "Country":
      return [chosen, random.pick(countries)];
    case "Latitude":
      return [chosen, String(random.between(-8_999_999, 8_999_999) / 100_000)];
    case "Feature":
      return [chosen, random.pick(FEATURES)];
    default:
      return [chosen, random.next() < 0.1 ? "" : String(random.between(0, 30_000_000))];
  }
}

function city(
  random: Random,
  key: string,
  side: (typeof SIDES)[number],
  countries: readonly string[],
): Cells {
  const columns = ["Name", "Country", "Population", "Latitude", "Feature"];
  const cells = columns.map((column) => cell(random, side, { countries, column }));
  return { ...Object.fromEntries(cells), [KEY]: key, Longitude: "13.37" };
}
