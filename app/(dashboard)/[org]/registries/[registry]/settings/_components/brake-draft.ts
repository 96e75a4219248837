import { DEFAULT_LIMITS } from "@/lib/engine/brakes";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { shareText } from "./share-text";

type Brakes = RegistryView["brakes"];
type Limit =
  | "deletedShare"
  | "deletedFloor"
  | "changedShare"
  | "changedFloor"
  | "invalidShare"
  | "invalidFloor";
type Gate = "schemaChange" | "orphans" | "renames" | "movedCells";

/** A limit's share and floor, what they bound, and what holds where nothing is said. */
export interface LimitLine {
  readonly word: string;
  readonly share: Limit;
  readonly floor: Limit;
  readonly usualShare: number;
  readonly usualFloor: number;
}

const { deletes, changedRows, validationErrors } = DEFAULT_LIMITS;

export const LIMIT_LINES: readonly LimitLine[] = [
  {
    word: "Deleted rows, per side and run, and in 24 hours",
    ...{ share: "deletedShare", floor: "deletedFloor" },
    ...{ usualShare: deletes.fraction, usualFloor: deletes.floor },
  },
  {
    word: "Changed rows, per run",
    ...{ share: "changedShare", floor: "changedFloor" },
    ...{ usualShare: changedRows.fraction, usualFloor: changedRows.floor },
  },
  {
    word: "Newly invalid rows, per run",
    ...{ share: "invalidShare", floor: "invalidFloor" },
    ...{ usualShare: validationErrors.fraction, usualFloor: validationErrors.floor },
  },
];

export const GATE_LINES: readonly { readonly word: string; readonly gate: Gate }[] = [
  { word: "A changed type, or a removed option, on a side", gate: "schemaChange" },
  { word: "Relations that would point at nothing", gate: "orphans" },
  { word: "Keys that seem to have changed", gate: "renames" },
  { word: "Cells that went from row to row, as in a sort of some columns", gate: "movedCells" },
];

/** As typed: percents and counts; an empty text is the default. */
export type BrakeDraft = Readonly<Record<Limit, string> & Record<Gate, "hold" | "allow">>;

const isShare = (limit: Limit): boolean => limit.endsWith("Share");
const LIMITS = LIMIT_LINES.flatMap(({ share, floor }) => [share, floor]);

export function brakeDraftOf(brakes: Brakes): BrakeDraft {
  const texts = LIMITS.map((limit) => {
    const set = brakes[limit];
    return [limit, set === undefined ? "" : isShare(limit) ? shareText(set) : String(set)] as const;
  });
  const gates = GATE_LINES.map(({ gate }) => [gate, brakes[gate] ?? DEFAULT_LIMITS[gate]] as const);
  return Object.fromEntries([...texts, ...gates]) as BrakeDraft;
}

/** Only what differs from the defaults. */
export function brakesOf(draft: BrakeDraft): Brakes {
  const limits = LIMITS.flatMap((limit) => {
    const number = Number(draft[limit]);
    return draft[limit].trim() === "" ? [] : [[limit, isShare(limit) ? number / 100 : number] as const];
  });
  const gates = GATE_LINES.flatMap(({ gate }) =>
    draft[gate] === DEFAULT_LIMITS[gate] ? [] : [[gate, draft[gate]] as const],
  );
  return Object.fromEntries([...limits, ...gates]);
}

/** What keeps the limits from being saved; null = nothing. */
export function brakeFault(draft: BrakeDraft): string | null {
  const wrong = LIMITS.find((limit) => {
    const number = Number(draft[limit]);
    return isShare(limit) ? !(number >= 0 && number <= 100) : !(Number.isInteger(number) && number >= 0);
  });
  if (wrong === undefined) return null;
  return isShare(wrong) ? "A share is between 0 and 100 %." : "A number of rows is whole and not negative.";
}
