import type { RegistryDefinition } from "@/lib/db/registries";
import type { NewRow, PlannedUpdate, RunConflict } from "@/lib/db/rows/new-rows";
import type { Field } from "@/lib/engine/field";
import { type Value, valuesEqual } from "@/lib/engine/value";
import { publicId } from "@/lib/ids";
import type { ReadableValue } from "../rows/relation-keys";

/** A field in which the records of a pair differ: what each shows, what the row will hold, and why. */
export interface DifferenceView {
  readonly field: string;
  readonly values: readonly {
    readonly side: string;
    readonly value: Value;
    /** False = the cell could not be read. */
    readonly isRead: boolean;
  }[];
  readonly result: Value;
  /** Sides whose value that is. */
  readonly winners: readonly string[];
  /** The rule that decided; "manual" = it waits for a person, "only value" = the others are empty, "united" = a set. */
  readonly why: string;
}

export interface PairView {
  readonly key: readonly string[];
  readonly records: readonly { readonly side: string; readonly locator: string }[];
  readonly differences: readonly DifferenceView[];
  /** Fields whose values are not compared: a cell could not be read, or none of them could be accepted. */
  readonly notCompared: readonly string[];
}

export interface PairParts {
  readonly row: NewRow;
  readonly updates: readonly PlannedUpdate[];
  readonly conflicts: readonly RunConflict[];
}

export type PairedRegistry = Pick<RegistryDefinition, "fields" | "sides">;

/** A pair as people see it: its records, and the fields in which they differ. */
export function pairView(parts: PairParts, registry: PairedRegistry, readable: ReadableValue): PairView {
  const { row } = parts;
  const { fields } = registry;
  const holders = holdersOf(row);
  return {
    key: JSON.parse(row.key) as string[],
    records: holders.map(({ sideId, locator }) => ({ side: publicId("sid", sideId), locator })),
    differences: fields.flatMap((field) => {
      const difference = differenceIn(
        field.id,
        parts,
        holders.map(({ sideId }) => sideId),
      );
      return difference === null ? [] : [differenceView(difference, field, readable)];
    }),
    notCompared: fields.filter(({ id }) => isLeft(id, parts, registry)).map(({ name }) => name),
  };
}

/** A cell that sides of the pair have a say in, and that the plan has merged to nothing all the same. */
function isLeft(id: string, { row, conflicts }: PairParts, { sides }: PairedRegistry): boolean {
  if (row.cells[id] !== undefined || conflicts.some(({ field }) => field === id)) return false;
  const mappings = sides
    .filter((side) => typeof row.sides[side.id]?.locator === "string")
    .flatMap((side) => side.mappings);
  return mappings.some(({ field, direction }) => field === id && SAYS.has(direction));
}

const SAYS: ReadonlySet<string> = new Set(["both", "in"]);

const holdersOf = ({ sides }: NewRow): { sideId: string; locator: string }[] =>
  Object.entries(sides).flatMap(([sideId, { locator }]) => (locator === null ? [] : [{ sideId, locator }]));

interface Difference {
  readonly values: readonly { readonly sideId: string; readonly value: Value | undefined }[];
  readonly result: Value;
  readonly conflict: RunConflict | undefined;
}

function differenceIn(id: string, parts: PairParts, sideIds: readonly string[]): Difference | null {
  const values = sideIds.map((sideId) => ({ sideId, value: shownOn(sideId, id, parts) }));
  const conflict = parts.conflicts.find(({ field }) => field === id);
  const [first] = values;
  const isEqual = values.every(({ value }) => same(value, first?.value));
  if (isEqual && !conflict) return null;
  return { values, result: parts.row.cells[id] ?? null, conflict };
}

/** What a side shows: as a rival in a conflict, before it is overwritten, or as it has acknowledged. */
function shownOn(sideId: string, id: string, { row, updates, conflicts }: PairParts): Value | undefined {
  const rivals = conflicts.find(({ field }) => field === id)?.detail.candidates ?? [];
  const rival = rivals.find((candidate) => candidate.sideId === sideId);
  if (rival) return rival.value;
  const before = updates.find((update) => update.sideId === sideId)?.before[id];
  if (before !== undefined) return before;
  const done = row.sides[sideId]?.done ?? null;
  const known = done === "base" ? row.cells[id] : done?.[id];
  // A side that acknowledges nothing of a merged cell shows none of it.
  return known ?? (row.cells[id] === undefined ? undefined : null);
}

const same = (a: Value | undefined, b: Value | undefined): boolean =>
  a === undefined || b === undefined ? a === b : valuesEqual(a, b);

function differenceView(
  { values, result, conflict }: Difference,
  { id, name }: Field,
  readable: ReadableValue,
): DifferenceView {
  const winners = values.filter(({ value }) => same(value, result));
  return {
    field: name,
    values: values.map(({ sideId, value }) => ({
      side: publicId("sid", sideId),
      value: readable(id, value ?? null),
      isRead: value !== undefined,
    })),
    result: readable(id, result),
    winners: winners.map(({ sideId }) => publicId("sid", sideId)),
    why: conflict
      ? conflict.resolved
        ? conflict.decidedBy
        : "manual"
      : winners.length > 0
        ? "only value"
        : "united",
  };
}
