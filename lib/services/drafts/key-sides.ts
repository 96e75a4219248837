import type { Direction } from "@/lib/engine/field";
import { AppError } from "@/lib/errors";
import { directed, inOrder } from "../registries/create-registry";
import type { AskedKey, DraftField, DraftSide } from "./draft-input";
import type { AskedFor, KeyedSide } from "./key-result";
import type { Draft } from "./stored-draft";
import type { SurveyedRows } from "./surveyed-rows";
import { lookOf } from "./view-of-draft";

/** The key that is asked about: the draft's, where nothing else is said. Throws AppError `invalid-input`. */
export function askedFor({ body }: Draft, { fields, normalise, match }: AskedKey): AskedFor {
  for (const [at, ref] of (fields ?? []).entries()) {
    const field = body.fields.find((one) => one.ref === ref);
    const fault = !field
      ? `The draft has no field "${ref}".`
      : field.type === "relation"
        ? "A relation cannot be part of the key."
        : null;
    if (fault)
      throw new AppError("invalid-input", fault, { paths: [{ path: `/fields/${at}`, message: fault }] });
  }
  return {
    fields: fields ?? body.key,
    normalise: normalise === undefined ? (body.normalise ?? false) : normalise === "true",
    match: match ?? body.match ?? "match-then-create",
  };
}

/** The draft's fields of these refs, in that order. */
export const fieldsOf = ({ body }: Draft, refs: readonly string[]): DraftField[] =>
  refs.flatMap((ref) => body.fields.find((field) => field.ref === ref) ?? []);

/** The first of the key's fields that a side has no column for, with that side; null = every side has all. */
export function unmappedPart(
  { body }: Draft,
  key: readonly string[],
): { field: DraftField; side: DraftSide } | null {
  for (const side of body.sides) {
    const part = key.find((ref) => directionOf(side, ref) === null);
    const field = body.fields.find(({ ref }) => ref === part);
    if (field) return { field, side };
  }
  return null;
}

/** Null = the side has no column for the field, or it is switched off. */
function directionOf({ mappings }: DraftSide, field: string): Direction | null {
  const direction = mappings.find((mapping) => mapping.field === field)?.direction ?? "off";
  return direction === "off" ? null : direction;
}

/** Surveyed sides as a first sync would take them: each by its match mode and by the directions of its fields. */
export function keyedSides(draft: Draft, surveyed: readonly SurveyedRows[], asked: AskedFor): KeyedSide[] {
  return surveyed.map(({ side, title, records }) => {
    const directions = directionsOf(draft, side);
    return {
      ...{ ref: side.ref, title, records },
      mode: side.match ?? asked.match,
      reads: [...directions.values()].some((one) => one === "both" || one === "in"),
      writes: asked.fields.every((field) => ["both", "out"].includes(directions.get(field) ?? "off")),
    };
  });
}

/** A side's directions by field, as the mode leaves them: one-way modes read the first side and write the others. */
export function directionsOf(draft: Draft, side: DraftSide): ReadonlyMap<string, Direction> {
  const { sides, mode = "bidirectional" } = draft.body;
  const kinds = sides.map(({ ref }) => ({ ref, kind: lookOf(draft, ref)?.kind ?? "" }));
  const isFirst = inOrder(kinds)[0]?.ref === side.ref;
  return new Map(directed(side.mappings, mode, isFirst).map(({ field, direction }) => [field, direction]));
}
