import type { Field } from "../field";
import type { Conflict, MergeRules, Origin, RowState } from "../row";
import type { Value } from "../value";
import { holdsValue, imageOf, reads, type Side, same } from "./oracle-side";

/** What becomes of one cell. */
export interface Cell {
  readonly field: string;
  /** Undefined = the cell is frozen, open, or has no source at all. */
  readonly value: Value | undefined;
  readonly isFrozen: boolean;
  /** When the value came to be; undefined = as it was before. */
  readonly origin: Origin | null | undefined;
  readonly conflict: Conflict | null;
  /** The sides that show an edit. */
  readonly editedOn: readonly string[];
}

interface Told {
  readonly side: Side;
  readonly value: Value;
  readonly origin: Origin | null;
}

interface Rival {
  readonly id: string | null;
  readonly value: Value;
  readonly origin: Origin | null;
}

interface About {
  readonly field: Field;
  readonly base: Value | undefined;
  readonly origin: Origin | null;
  readonly readers: readonly Side[];
  readonly rules: MergeRules;
}

export function cellOf(field: Field, sides: readonly Side[], state: RowState, rules: MergeRules): Cell {
  const base = state.base?.[field.id];
  const readers = sides.filter((side) => side.row === "here" && reads(side.rules, field.id));
  const still: Cell = {
    field: field.id,
    value: base,
    isFrozen: false,
    origin: undefined,
    conflict: null,
    editedOn: [],
  };
  if (readers.length === 0) return still;
  if (isFrozen(field.id, readers)) return { ...still, value: undefined, isFrozen: true };
  const edits = readers
    .filter((side) => isEdited(field.id, side, base))
    .map((side) => editOn(side, field.id));
  if (edits.length === 0) return { ...still, value: base ?? null };
  const origin = state.origins[field.id] ?? null;
  const merged = mergedFrom(edits, { field, base, origin, readers, rules });
  return { ...still, ...merged, editedOn: edits.map(({ side }) => side.id) };
}

function editOn(side: Side, field: string): Told {
  return { side, value: side.shows[field] ?? null, origin: side.origin };
}

/** Rule 1: unknown freezes a cell, where edits count. */
function isFrozen(field: string, readers: readonly Side[]): boolean {
  return readers.some((side) => side.shows[field] === undefined);
}

/** Rule 3: neither the base's nor what the side acknowledged; rule 8: without either an empty cell is silent. */
function isEdited(field: string, side: Side, base: Value | undefined): boolean {
  const agreed = acknowledgedOn(side, field, base);
  const versions = [base, agreed].filter((version) => version !== undefined);
  if (versions.some((version) => holdsValue(side, field, version))) return false;
  return agreed !== undefined || side.shows[field] !== null;
}

/** Rule 8: where the base is lost, what was acknowledged of it says nothing any more. */
function acknowledgedOn(side: Side, field: string, base: Value | undefined): Value | undefined {
  return base === undefined ? undefined : side.acknowledged?.[field];
}

type Merged = Pick<Cell, "value" | "origin" | "conflict">;

function mergedFrom(edits: readonly Told[], about: About): Merged {
  const { field, base, rules } = about;
  const first = base === undefined ? (rules.winners.fields[field.id] ?? rules.winners.default) : null;
  const winning = edits.find(({ side }) => side.id === first);
  if (field.type === "multi-select" && winning === undefined) return united(edits, about);
  const rivals = baseAsRival(edits, about);
  const meant = rivals.length > 0 ? undefined : meantByAll(edits, about);
  if (meant !== undefined) {
    const brought = edits.filter(({ value }) => same(value, meant));
    return { value: meant, origin: latestOf(brought), conflict: null };
  }
  const all = [...edits.map(({ side, ...edit }) => ({ ...edit, id: side.id })), ...rivals];
  const [value, decidedBy] = winning === undefined ? decided(all, about) : [winning.value, "first sync"];
  const origin = value === undefined ? undefined : asLateAs(all);
  return { value, origin, conflict: recordOf(all, about, value, decidedBy) };
}

/** Rule 5: several edits are one if some side's value explains all of them; a tie goes by hash. */
function meantByAll(edits: readonly Told[], { field, rules }: About): Value | undefined {
  const explaining = edits
    .map(({ value }) => value)
    .filter((value) => edits.every((other) => same(imageOf(other.side.rules, field.id, value), other.value)));
  return explaining.length === 0 ? undefined : greatest(explaining, rules);
}

/** Rule 6, and rule 8 on a side that has acknowledged nothing. `id` null = a rival that no side holds. */
function baseAsRival(edits: readonly Told[], { field, base, origin, readers }: About): readonly Rival[] {
  if (base === undefined) return [];
  const isUnseen = ({ side }: Told) => {
    const agreed = acknowledgedOn(side, field.id, base);
    return agreed === undefined ? base !== null : !same(agreed, base);
  };
  if (!edits.every(isUnseen)) return [];
  const holders = readers.filter((side) => holdsValue(side, field.id, base));
  const ids = holders.length === 0 ? [null] : holders.map(({ id }) => id);
  return ids.map((id) => ({ id, value: base, origin }));
}

/** Rule 7: additions and removals, each against what its side acknowledged. */
function united(edits: readonly Told[], { field, base }: About): Merged {
  const members = (value: Value | undefined) => (Array.isArray(value) ? (value as readonly string[]) : []);
  const added: string[] = [];
  const removed: string[] = [];
  for (const { side, value } of edits) {
    const before = members(acknowledgedOn(side, field.id, base));
    const canShow = (member: string) => members(imageOf(side.rules, field.id, [member])).length > 0;
    const shownBefore = before.filter(canShow);
    added.push(...members(value).filter((member) => !shownBefore.includes(member)));
    removed.push(...shownBefore.filter((member) => !members(value).includes(member)));
  }
  const left = members(base).filter((member) => !removed.includes(member));
  const all = [...new Set([...left, ...added])].sort();
  return { value: all.length === 0 ? null : all, origin: latestOf(edits), conflict: null };
}

/** Rule 10. */
function decided(rivals: readonly Rival[], { field, rules }: About): readonly [Value | undefined, string] {
  const { strategy, authority } = rules.strategyByField[field.id] ?? rules;
  if (strategy === "manual") return [undefined, "manual"];
  if (strategy === "hash") return [greatest(valuesOf(rivals), rules), "hash"];
  const own = rivals.find(({ id }) => id !== null && id === authority);
  if (strategy === "authority" && own !== undefined) return [own.value, "authority"];
  return lastWrite(rivals, rules);
}

function lastWrite(rivals: readonly Rival[], rules: MergeRules): readonly [Value, string] {
  const follows = (a: Origin | null, b: Origin | null) =>
    a !== null && b !== null && a.after > b.before + rules.clockToleranceMs;
  const last = rivals.filter((one) => rivals.every((other) => !follows(other.origin, one.origin)));
  const winner = greatest(valuesOf(last), rules);
  if (last.every(({ value }) => same(value, winner))) return [winner, "last-write-wins"];
  const isUndated = last.some(({ origin }) => origin === null);
  return [winner, isUndated ? "hash (origin unknown)" : "hash (origins overlap)"];
}

function valuesOf(rivals: readonly Rival[]): readonly Value[] {
  return rivals.map(({ value }) => value);
}

/** The value with the greatest digest of its canonical text. */
function greatest(values: readonly Value[], rules: MergeRules): Value {
  const digests = values.map((value) => rules.digest(JSON.stringify(value)));
  const top = [...digests].sort().at(-1) ?? "";
  return values[digests.indexOf(top)] ?? null;
}

/** Rule 13: a value that several sides brought is as old as the last of them; not known if one of them is not. */
function latestOf(edits: readonly Told[]): Origin | null {
  const origins = edits.map(({ origin }) => origin).filter((origin) => origin !== null);
  if (origins.length < edits.length) return null;
  return origins.sort((a, b) => a.before - b.before || a.after - b.after).at(-1) ?? null;
}

/** Rule 13: the winner of a conflict is at least as late as what it beat. */
function asLateAs(rivals: readonly Rival[]): Origin | null {
  const origins = rivals.map(({ origin }) => origin).filter((origin) => origin !== null);
  if (origins.length === 0) return null;
  const [after, before] = [origins.map((origin) => origin.after), origins.map((origin) => origin.before)];
  return { after: Math.max(...after), before: Math.max(...before) };
}

/** Rule 12: every losing edit is in a record, with its origin. */
function recordOf(rivals: readonly Rival[], about: About, value: Value | undefined, by: string): Conflict {
  return {
    kind: "cell",
    field: about.field.id,
    base: about.base ?? null,
    candidates: rivals.flatMap(({ id, ...rival }) => (id === null ? [] : [{ sideId: id, ...rival }])),
    winner: value ?? null,
    resolved: value !== undefined,
    decidedBy: by,
  };
}
