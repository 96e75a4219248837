import type { Connector, SideConfig, SideField } from "@/lib/connectors/connector";
import { AppError } from "@/lib/errors";
import type { SideSurvey, SurveyedColumn } from "./survey-progress";
import { readAs } from "./surveyed-value";

/** Columns of one place that are read; the rest is left out of mappings too. */
const MOST_COLUMNS = 200;

/** Keys that are tried before a place is said to have none by which it can be read. */
const MOST_KEYS = 12;

type Plan = Pick<SideSurvey, "columns" | "key">;

/**
 * What is read of a place: every column that can be mapped, as every type that it can carry, so that no choice of types
 * needs another read. Relations are left out: what they point at is no value of their own. Systems that read in the order of
 * a key get one that they keep unique. Throws AppError where the place cannot be read as it stands.
 */
export async function planSurvey(connector: Connector, side: SideSurvey): Promise<Plan> {
  const place = { address: side.location, mapped: [], key: [] };
  const { fields, problems } = await connector.side(place).shape();
  const problem = problems.find(({ code }) => code !== "no-key" && code !== "key-not-unique");
  if (problem) throw new AppError("connection-broken", problem.message, { remedy: problem.remedy });
  const columns = columnsOf(fields);
  if (columns.length === 0)
    throw new AppError("connection-broken", "None of its columns can be mapped.", {
      remedy: "Choose another place, or let the connected account read its columns.",
    });
  for (const key of keysToTry(fields, columns, side.wantedKey)) {
    const plan = { columns, key };
    if (await canRead(connector, surveyConfig({ ...side, ...plan }))) return plan;
  }
  const [keyless] = problems;
  throw new AppError("connection-broken", keyless?.message ?? "Its rows cannot be told apart yet.", {
    remedy: keyless?.remedy ?? "Map and choose the key, then read the places again.",
  });
}

/** Some systems want a key to read by, and say so at once. */
async function canRead(connector: Connector, config: SideConfig): Promise<boolean> {
  try {
    return (await connector.side(config).shape()).problems.length === 0;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.kind === "invalid-input") return false;
    throw thrown;
  }
}

/** How a surveyed side is opened for reading. */
export const surveyConfig = ({
  location,
  columns,
  key,
}: Pick<SideSurvey, "location" | "columns" | "key">): SideConfig => ({
  address: location,
  mapped: columns.flatMap((column) =>
    column.types.map((type) => ({
      field: { id: readAs(column, type), name: column.name, type },
      sideField: column.sideField,
      writable: false,
    })),
  ),
  key,
});

const columnsOf = (fields: readonly SideField[]): SurveyedColumn[] =>
  fields
    .map(({ id, name, native, type, alternatives }) => ({
      ...{ sideField: id, name, native },
      types: [...(type === null ? [] : [type]), ...alternatives].filter((one) => one !== "relation"),
    }))
    .filter(({ types }) => types.length > 0)
    .slice(0, MOST_COLUMNS)
    .map((column, at) => ({ id: `c${at}`, ...column }));

/** The draft's own key first; then none, where the system keeps no column unique; else what it does, and pairs of that. */
function keysToTry(
  fields: readonly SideField[],
  columns: readonly SurveyedColumn[],
  wanted: readonly string[],
): string[][] {
  const idOf = (sideField: string): string[] =>
    columns.flatMap((column) => (column.sideField === sideField ? [column.id] : []));
  const own = wanted.flatMap(idOf);
  const parts = fields.filter(({ keyPart }) => keyPart).flatMap(({ id }) => idOf(id));
  const pairs = parts.flatMap((one, at) => parts.slice(at + 1).map((other) => [one, other]));
  const kept = parts.length === 0 ? [[]] : [...parts.map((part) => [part]), parts, ...pairs];
  const chosen = own.length > 0 && own.length === wanted.length ? [own] : [];
  return (parts.length === 0 ? [...kept, ...chosen] : [...chosen, ...kept]).slice(0, MOST_KEYS);
}
