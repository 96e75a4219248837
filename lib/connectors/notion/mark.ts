import { createHash } from "node:crypto";
import { z } from "zod";
import type { SidePlan } from "./config";
import { objectsAt, textAt } from "./json";
import type { Schema, SchemaProperty } from "./schema";

/**
 * Where reading only what changed goes on from: a minute, and what the schema was then.
 *
 * Whatever was edited at Notion's time e shows `last_edited_time` = the minute of e, and is in every query that
 * begins after e + the index's lag. So a read that begins at b by Notion's clock can only have missed what was
 * edited after b - lag, and our clock says b give or take its error. All of that is found by asking for
 * `last_edited_time` on or after
 *
 *     the minute of (our time at the beginning - 10 min of error - 60 s of lag)
 *
 * because what was edited after an instant has a minute that is not before that instant's minute. Two edits in one
 * minute show the same time; the bound is inclusive and callers compare contents, so neither is lost. Where our clock
 * is right, all eleven minutes stand against the lag, of which Notion promises nothing.
 */
const CLOCK_ERROR_MS = 10 * 60_000;
const INDEX_LAG_MS = 60_000;
const MINUTE_MS = 60_000;

const form = z.strictObject({
  v: z.literal(1),
  /** The first minute to ask for. */
  since: z.iso.datetime(),
  /** Digest of the data source and of what the mapped properties were. */
  fields: z.string(),
  /** Digests of the options that the mapped properties had, by id and name. */
  options: z.array(z.string()),
  /** Digest of the rows told from the trash; null = none were asked for. */
  trash: z.string().nullable(),
});

export type Mark = Readonly<z.infer<typeof form>>;

/**
 * The mark of a read or of `changes` that begins at `now` (epoch ms) and finds this schema. Null where values change
 * while no row counts as edited: then only a full read tells.
 */
export function markText(plan: SidePlan, schema: Schema, now: number): string | null {
  if (mappedIn(plan, schema).some(([, property]) => movesUnseen(property))) return null;
  const minute = Math.floor((now - CLOCK_ERROR_MS - INDEX_LAG_MS) / MINUTE_MS) * MINUTE_MS;
  return textOf({ v: 1, since: new Date(minute).toISOString(), ...printOf(plan, schema), trash: null });
}

/** The mark of `markText`, after these rows of the trash were told. */
export const withTrash = (text: string, told: readonly string[]): string =>
  textOf({ ...form.parse(JSON.parse(text)), trash: trashPrint(told) });

/** Whether just these rows of the trash were told before the mark, so that none of them is news. */
export const knowsTrash = (mark: Mark, trash: readonly string[]): boolean => mark.trash === trashPrint(trash);

/** Null for text that is no mark of ours. */
export function parseMark(text: string): Mark | null {
  try {
    return form.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A mark later than now (epoch ms) was made by a clock that was wrong, and has skipped what happened before it. */
export const isAhead = (mark: Mark, now: number): boolean => Date.parse(mark.since) > now;

/**
 * Whether cells of rows that nobody edited still read as they did: the same place and mapping, each property of the
 * same type, no option renamed or removed. New options change no cell.
 */
export function readsAlike(mark: Mark, plan: SidePlan, schema: Schema): boolean {
  const { fields, options } = printOf(plan, schema);
  const held = new Set(options);
  return fields === mark.fields && mark.options.every((option) => held.has(option));
}

const textOf = (mark: Mark): string => JSON.stringify(mark);

const trashPrint = (ids: readonly string[]): string => digest([...ids].sort(), 22);

/** Notion does not touch a row's time when it computes anew, nor when the other end of a relation is edited. */
const movesUnseen = ({ native, config }: SchemaProperty | Missing): boolean =>
  native === "formula" || native === "rollup" || (native === "relation" && config?.type === "dual_property");

/** A mapped property that is not there. */
type Missing = { readonly native: null; readonly config: null };
const MISSING: Missing = { native: null, config: null };

const mappedIn = (plan: SidePlan, schema: Schema) =>
  plan.fields.map((field) => [field, schema.properties.get(field.property) ?? MISSING] as const);

function printOf(plan: SidePlan, schema: Schema): Pick<Mark, "fields" | "options"> {
  const mapped = mappedIn(plan, schema);
  const fields = mapped.map(([field, property]) => [
    field.id,
    field.type,
    field.property,
    property.native,
    property.native === null ? null : property.relatesTo,
    property.native === "unique_id" ? textAt(property.config, "prefix") : null,
  ]);
  const options = mapped.flatMap(([field, { config }]) =>
    (config === null ? [] : (objectsAt(config, "options") ?? [])).map((option) =>
      digest([field.property, textAt(option, "id"), textAt(option, "name")], 8),
    ),
  );
  return {
    fields: digest([plan.dataSourceId, fields.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))], 22),
    options: [...new Set(options)],
  };
}

const digest = (facts: unknown, length: number): string =>
  createHash("sha256").update(JSON.stringify(facts)).digest("base64url").slice(0, length);
