import { COLUMNS, type Column, type Company } from "../companies";
import type { Deed, Side } from "./log";
import type { Places } from "./places";
import { type Records, recordsOf } from "./records";

const SIDES: readonly Side[] = ["notion", "postgres", "google"];
type Rows = ReadonlyMap<string, Company>;

/** What is wrong after everybody is done and runs are quiet, measured against what people did since `before`. */
export async function violationsOf(places: Places, before: Rows): Promise<readonly string[]> {
  const shown = await Promise.all(SIDES.map((side) => places.rows(side)));
  const found = SIDES.flatMap((side, at) => unfit(side, shown[at] ?? []));
  const [first, ...others] = shown.map((rows) => new Map(rows.map((row) => [row.Code, row])) as Rows);
  if (first === undefined) return found;
  for (const [at, other] of others.entries())
    found.push(...differences(SIDES[at + 1] ?? "google", first, other));
  const { deeds } = places.log;
  const codes = new Set([...before.keys(), ...first.keys(), ...deeds.map(({ code }) => code)]);
  const records = await recordsOf(places.world, places.registry);
  for (const code of codes)
    found.push(
      ...rowViolations(
        { code, deeds: deeds.filter((one) => one.code === code), records },
        before.get(code),
        first.get(code),
      ),
    );
  return found;
}

/** Keys that are there twice, and rows without one. */
function unfit(side: Side, rows: readonly Company[]): string[] {
  const seen = new Set<string>();
  return rows.flatMap(({ Code, Name }) => {
    if (Code === "") return [`${side} has a row without a key (${Name})`];
    if (seen.has(Code)) return [`${side} has ${Code} twice`];
    seen.add(Code);
    return [];
  });
}

function differences(side: Side, notion: Rows, other: Rows): string[] {
  return [...new Set([...notion.keys(), ...other.keys()])].flatMap((code) => {
    const [a, b] = [notion.get(code), other.get(code)];
    if (!a || !b) return [`${code} is ${a ? "in Notion alone" : `on ${side}, not in Notion`}`];
    return COLUMNS.filter((column) => a[column] !== b[column]).map(
      (column) => `${code} ${column} is ${a[column]} in Notion and ${b[column]} on ${side}`,
    );
  });
}

interface History {
  readonly code: string;
  readonly deeds: readonly Deed[];
  readonly records: Records;
}

function rowViolations(history: History, before: Company | undefined, now: Company | undefined): string[] {
  const { code, deeds } = history;
  const lastOf = SIDES.flatMap((side) => deeds.filter((one) => one.side === side).at(-1) ?? []);
  const isGone = lastOf.some(({ kind }) => kind === "gone");
  const isLive = lastOf.some(({ kind }) => kind !== "gone");
  const found: string[] = [];
  if (!now && !isGone && (before || isLive)) found.push(`${code} is lost: nobody deleted it`);
  if (now && !isLive && isGone) found.push(`${code} is back: it was deleted`);
  if (now && !before && deeds.length === 0) found.push(`${code} was entered by nobody`);
  for (const column of COLUMNS.slice(1)) found.push(...cellViolations(history, column, { before, now }));
  return found;
}

interface Ends {
  readonly before: Company | undefined;
  readonly now: Company | undefined;
}

function cellViolations({ code, deeds, records }: History, column: Column, { before, now }: Ends): string[] {
  const values = SIDES.flatMap((side) => {
    const own = deeds.filter((one) => one.side === side);
    const last = own.findLast((one) => one.kind !== "edit" || one.column === column);
    if (last === undefined || own.findLast(({ kind }) => kind === "gone") === own.at(-1)) return [];
    return last.kind === "edit" ? [last.value] : last.kind === "put" ? [last.cells[column]] : [];
  });
  const expected = values.length > 0 ? values : before ? [before[column]] : [];
  const found: string[] = [];
  if (column === "Tags") {
    const tokens = (text: string) => text.split(", ").filter((token) => token !== "");
    const known = new Set([...(before ? [before.Tags] : []), ...deeds.flatMap(tagsIn)].flatMap(tokens));
    for (const token of tokens(now?.Tags ?? ""))
      if (!known.has(token)) found.push(`${code} has the tag ${token} from nobody`);
  } else if (now && !expected.includes(now[column]))
    found.push(`${code} ${column} is ${now[column]}, not ${expected.join(" or ")}`);
  for (const value of values) {
    if (value === "" || value === now?.[column] || records.get(code)?.has(value)) continue;
    if (column === "Tags" && now) continue;
    if (!now && value === before?.[column]) continue;
    found.push(`${code} ${column} = ${value} left no trace`);
  }
  return found;
}

const tagsIn = (deed: Deed): string[] =>
  deed.kind === "edit" ? (deed.column === "Tags" ? [deed.value, deed.from] : []) : [deed.cells.Tags];
