import canonicalize from "canonicalize";
import { z } from "zod";
import { normaliseNumber, normaliseSet } from "@/lib/engine/canonical";
import type { Field } from "@/lib/engine/field";
import type { FieldType, Value } from "@/lib/engine/value";

/** A value as a person or a program gives it for a cell. */
export const cellInput = z
  .union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string().max(100_000),
    z.array(z.string().max(2000)).max(1000),
  ])
  .describe("Of the field's type; a list for several options or related rows, which are named by key or id");

export type CellInput = z.infer<typeof cellInput>;

export type Entered =
  | { readonly ok: true; readonly value: Value }
  /** What is to be given instead. */
  | { readonly ok: false; readonly fault: string };

/** The canonical form of what was given for a field; relations keep the names that they were given. */
export function enterValue(given: CellInput, field: Field): Entered {
  if (given === null) return { ok: true, value: null };
  const value = FORMS[field.type](given);
  return value === undefined ? { ok: false, fault: WANTED[field.type] } : { ok: true, value };
}

type Given = Exclude<CellInput, null>;

/** Undefined = not of the type. */
const FORMS: Record<FieldType, (given: Given) => Value | undefined> = {
  text: (given) => storable(given),
  number: (given) => numberOf(given),
  integer: (given) => {
    const number = numberOf(given);
    return number?.includes(".") ? undefined : number;
  },
  boolean: (given) => (typeof given === "boolean" ? given : undefined),
  date: (given) => dateOf(given),
  datetime: (given) => instantOf(given),
  "local-datetime": (given) => wallClockOf(given),
  select: (given) => (given === "" ? null : storable(given)),
  "multi-select": (given) => setOf(given),
  json: (given) => jsonOf(given),
  relation: (given) => setOf(given),
};

const WANTED: Record<FieldType, string> = {
  text: "Give a text.",
  number: "Give a number.",
  integer: "Give a whole number.",
  boolean: "Give true or false.",
  date: "Give a day as YYYY-MM-DD.",
  datetime: "Give a moment with its zone, for example 2026-03-01T09:30:00Z.",
  "local-datetime": "Give a day and time without a zone, for example 2026-03-01T09:30:00.",
  select: "Give one option's name.",
  "multi-select": "Give a list of option names.",
  json: "Give JSON as a text.",
  relation: "Give a list of the related rows' keys.",
};

/** Postgres stores no null character, and no half of a pair. */
const storable = (given: Given): string | undefined =>
  typeof given === "string" && !given.includes("\0") && given.isWellFormed() ? given : undefined;

function numberOf(given: Given): string | undefined {
  if (typeof given !== "string" && typeof given !== "number") return undefined;
  return normaliseNumber(String(given).trim()) ?? undefined;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const CLOCK = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/;
const ZONE = /(Z|[+-]\d{2}:\d{2})$/;

function dateOf(given: Given): string | undefined {
  if (typeof given !== "string" || !DAY.test(given)) return undefined;
  const at = new Date(`${given}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(given) ? given : undefined;
}

function wallClockOf(given: Given): string | undefined {
  const parts = typeof given === "string" ? CLOCK.exec(given) : null;
  if (!parts) return undefined;
  const [, day = "", minutes = "", seconds = "00", fraction = ""] = parts;
  if (dateOf(day) === undefined || Number.isNaN(Date.parse(`${day}T${minutes}:${seconds}Z`)))
    return undefined;
  if (minutes > "23:59") return undefined;
  const rest = fraction.replace(/0+$/, "");
  return `${day}T${minutes}:${seconds}${rest && `.${rest}`}`;
}

function instantOf(given: Given): string | undefined {
  const zone = typeof given === "string" ? ZONE.exec(given)?.[1] : undefined;
  if (typeof given !== "string" || zone === undefined) return undefined;
  const clock = wallClockOf(given.slice(0, -zone.length));
  if (clock === undefined) return undefined;
  // The fraction is kept as text: a Date holds no microseconds.
  const [whole = "", fraction] = clock.split(".");
  const at = new Date(`${whole}${zone}`);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1 || at.getUTCFullYear() > 9999) return undefined;
  return `${at.toISOString().slice(0, 19)}${fraction ? `.${fraction}` : ""}Z`;
}

function setOf(given: Given): Value | undefined {
  const members = typeof given === "string" && given !== "" ? [given] : given;
  if (!Array.isArray(members)) return given === "" ? null : undefined;
  return members.every((member) => member !== "" && storable(member) !== undefined)
    ? normaliseSet(members)
    : undefined;
}

function jsonOf(given: Given): string | undefined {
  if (storable(given) === undefined || typeof given !== "string") return undefined;
  try {
    const text = canonicalize(JSON.parse(given));
    return text === undefined || text.includes("\\u0000") ? undefined : text;
  } catch {
    return undefined;
  }
}
