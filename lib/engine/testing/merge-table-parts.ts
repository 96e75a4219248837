import type { Direction } from "../field";
import type { Origin, SideRules } from "../row";
import type { Cells, Value } from "../value";
import { exactly, textField } from "./build";
import type { Part } from "./merge-table";

/** A cell of a side: what it shows (undefined = unread) and what it acknowledged (undefined = nothing). */
export interface CellPart {
  readonly shows: Value | undefined;
  readonly agreed: Value | undefined;
}

export type RowPart = Readonly<Record<string, CellPart>>;

export const READ: readonly Direction[] = ["both", "in"];
export const MAPPED: readonly Direction[] = ["both", "in", "out"];

export type Setup = Part["side"];

/** A side with a direction for each field, with the rights that the product gives to such a side. */
export function setup(directions: SideRules["directions"], project: SideRules["project"] = exactly): Setup {
  const isWritten = Object.values(directions).some(
    (direction) => direction === "both" || direction === "out",
  );
  return { directions, project, mayCreate: isWritten, mayDelete: isWritten };
}

/** The row is here. `isLinked` false = the side never acknowledged anything of it. */
export function present(side: Setup, row: RowPart, origin: Origin | null = null, isLinked = true): Part {
  const fields = Object.entries(row);
  const cells = defined(fields.map(([field, { shows }]) => [field, shows]));
  const unknown = fields.filter(([, { shows }]) => shows === undefined).map(([field]) => field);
  const acknowledged = isLinked ? agreedOf(side, row) : null;
  return { side, state: { observed: { state: "present", cells, unknown, origin }, acknowledged } };
}

export function carried(side: Setup, row: RowPart): Part {
  return { side, state: { observed: { state: "carried" }, acknowledged: agreedOf(side, row) } };
}

export function absent(side: Setup, row: RowPart): Part {
  return { side, state: { observed: { state: "absent", origin: null }, acknowledged: agreedOf(side, row) } };
}

export function never(side: Setup): Part {
  return { side, state: { observed: { state: "never" }, acknowledged: null } };
}

export function unknown(side: Setup): Part {
  return { side, state: { observed: { state: "unknown", reason: "not read" }, acknowledged: null } };
}

/** It takes no part. */
export function apart(side: Setup): Part {
  return { side, state: null };
}

/** All that needs no cells. Nothing was acknowledged. */
export function without(side: Setup): readonly Part[] {
  return [
    apart(side),
    never(side),
    { side, state: { observed: { state: "absent", origin: null }, acknowledged: null } },
    { side, state: { observed: { state: "carried" }, acknowledged: null } },
    unknown(side),
  ];
}

function agreedOf(side: Setup, row: RowPart): Cells {
  const mapped = Object.entries(row).filter(([field]) => isMapped(side, field));
  return defined(mapped.map(([field, { agreed }]) => [field, agreed]));
}

function isMapped({ directions }: Setup, field: string): boolean {
  return directions[field] !== undefined && directions[field] !== "off";
}

function defined(entries: readonly (readonly [string, Value | undefined])[]): Cells {
  const cells: Record<string, Value> = {};
  for (const [field, value] of entries) if (value !== undefined) cells[field] = value;
  return cells;
}

/** Every combination of one of each. */
export function rowsOf(cells: Readonly<Record<string, readonly CellPart[]>>): readonly RowPart[] {
  return Object.entries(cells).reduce<readonly RowPart[]>(
    (rows, [field, choices]) => rows.flatMap((row) => choices.map((cell) => ({ ...row, [field]: cell }))),
    [{}],
  );
}

/** The middle one is as far from both others as the tolerance of 2 reaches. */
export const [EARLY, MIDDLE, LATE]: readonly [Origin, Origin, Origin] = [
  { after: 0, before: 10 },
  { after: 12, before: 28 },
  { after: 30, before: 40 },
];

/** The fields of most tables, and their base. */
export const FIELDS = [textField("key"), textField("name")];
export const BASE: Cells = { key: "k", name: "b" };
export const OF_BASE: Origin = { after: 15, before: 20 };

/** A side on which both of those fields have one direction. */
export function alike(direction: Direction, project?: SideRules["project"]): Setup {
  return setup({ key: direction, name: direction }, project);
}
