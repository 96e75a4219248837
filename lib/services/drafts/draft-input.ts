import { z } from "zod";
import { placeFieldInput } from "../connections/place-input";
import { createRegistryInput } from "../registries/registry-input";

/** The wizard's steps, in their order. */
export const DRAFT_STEPS = ["connect", "map", "configure", "dry-run", "go-live"] as const;
export type DraftStep = (typeof DRAFT_STEPS)[number];

const REGISTRY = createRegistryInput.shape;

const ref = z
  .string()
  .regex(/^[a-z][a-z0-9]{0,11}$/, "A ref is a letter with up to eleven letters or digits.");
const sideRef = ref.describe("A side of the draft, by its ref");
const fieldRef = ref.describe("A field of the draft, by its ref");

const mapping = z.strictObject({
  field: fieldRef,
  sideField: z.string().min(1).max(2000).describe("The place's column, by id"),
  direction: z.enum(["both", "in", "out", "off"]).default("both"),
});

const side = z.strictObject({
  ref: sideRef,
  connectionId: z.string().max(40),
  location: z.record(z.string().max(100), z.union([z.string().max(2000), z.number()])),
  query: z
    .string()
    .max(2000)
    .optional()
    .describe("What the place was searched for with, where it is not listed without"),
  match: REGISTRY.match.unwrap().optional().describe("Where it differs from the registry's"),
  rowIds: z.boolean().optional().describe("Google Sheets: the rows get ids in a hidden column"),
  mappings: z.array(mapping).max(200).default([]),
});

const field = z.strictObject({
  ref: fieldRef,
  name: z.string().trim().min(1).max(100),
  type: REGISTRY.fields.unwrap().element.shape.type,
  target: z.string().max(40).optional().describe("For relations: the registry's id"),
  from: z.string().max(100).optional().describe("The template's field that it was made of"),
});

const rule = z.strictObject({
  field: fieldRef,
  kind: z.enum(["required", "enum", "format", "pattern", "range"]),
  keywords: z
    .record(z.string().max(100), z.unknown())
    .default({})
    .describe("What it adds to the field's schema, as it was proposed or as a person changed it"),
});

const template = z
  .strictObject({
    id: z.string().max(60),
    rules: z
      .array(z.string().max(63))
      .max(100)
      .default([])
      .describe("Rules of the template's own that are to hold, by id"),
  })
  .describe("The template that it began with");

/** What is decided besides places, fields and rules; what is left out is the registry's default. */
const settings = {
  template,
  mode: REGISTRY.mode.unwrap(),
  schedule: REGISTRY.schedule.unwrap(),
  conflict: REGISTRY.conflict.unwrap(),
  authority: sideRef,
  strategies: z.record(
    ref,
    z.strictObject({
      strategy: REGISTRY.conflict.unwrap(),
      authority: sideRef.nullable().default(null),
    }),
  ),
  match: REGISTRY.match.unwrap(),
  normalise: REGISTRY.normalise.unwrap(),
  winners: z.strictObject({
    default: sideRef.nullable().default(null),
    fields: z.record(ref, sideRef).default({}),
  }),
  filter: REGISTRY.filter.unwrap(),
  leaving: REGISTRY.leaving.unwrap(),
  access: z.record(ref, REGISTRY.access.unwrap().valueType),
  deletes: REGISTRY.deletes.unwrap(),
  brakes: REGISTRY.brakes.unwrap(),
  approvalDays: REGISTRY.approvalDays.unwrap(),
};

/** A draft as it is kept: everything in the order in which it was given. */
export const draftBody = z.strictObject({
  sides: z.array(side).max(10).default([]),
  fields: z.array(field).max(200).default([]),
  key: z.array(fieldRef).max(8).default([]),
  rules: z.array(rule).max(500).default([]),
  ...z.object(settings).partial().shape,
});
export type DraftBody = z.infer<typeof draftBody>;
export type DraftSide = DraftBody["sides"][number];
export type DraftField = DraftBody["fields"][number];
export type DraftRule = DraftBody["rules"][number];

/** Each may be left out, or taken back by null. */
function changeable<Forms extends Readonly<Record<string, z.ZodType>>>(forms: Forms) {
  const changed = Object.entries(forms).map(([name, form]) => [name, form.nullable().optional()]);
  return Object.fromEntries(changed) as unknown as {
    [Name in keyof Forms]: z.ZodOptional<z.ZodNullable<Forms[Name]>>;
  };
}

const parts = {
  sides: z
    .array(side.extend({ ref: sideRef.optional().describe("Left out for a new one: it gets the next") }))
    .max(10)
    .optional(),
  fields: z
    .array(field.extend({ ref: fieldRef.optional().describe("Left out for a new one: it gets the next") }))
    .max(200)
    .optional(),
  key: z.array(fieldRef).max(8).optional(),
  rules: z.array(rule).max(500).optional(),
  ...changeable(settings),
};

const name = z.string().trim().min(1).max(100);
const step = z.enum(DRAFT_STEPS).describe("Where its person left off");

export const beginDraftInput = z.strictObject({
  name: name.default("New registry"),
  step: step.default("connect"),
  ...parts,
});
export type BeginDraftInput = z.infer<typeof beginDraftInput>;

/** Each part that is given takes the place of the part as it was; null takes a setting back to its default. */
export const changeDraftInput = z.strictObject({
  revision: z.int().min(1).describe("Of the draft that was looked at: another one is not changed"),
  name: name.optional(),
  step: step.optional(),
  ...parts,
});
export type ChangeDraftInput = z.infer<typeof changeDraftInput>;

export const lookAgainInput = z.strictObject({
  sides: z.array(sideRef).max(10).optional().describe("Left out: all of them"),
});

/** Names as a field's name may be; the type is the field's own. */
export const addDraftColumnsInput = z.strictObject({
  revision: z.int().min(1).describe("Of the draft that was looked at: another one is not changed"),
  side: sideRef,
  fields: z
    .array(
      placeFieldInput
        .omit({ type: true, relatesTo: true })
        .extend({ field: fieldRef.describe("The field that it is made for; its type is the field's") }),
    )
    .min(1)
    .max(200),
});
export type AddDraftColumnsInput = z.infer<typeof addDraftColumnsInput>;

const seen = z.int().min(1).describe("Of the draft that was looked at: another one is not tried");

export const tryDraftInput = z.strictObject({ revision: seen });

export const startDraftInput = z.strictObject({
  revision: seen,
  as: z
    .enum(["sync", "shadow"])
    .default("sync")
    .describe("shadow: it reads and plans by its schedule, and writes nothing"),
});

const listOfRefs = z
  .string()
  .max(200)
  .transform((text) => text.split(","))
  .pipe(z.array(ref).min(1).max(8));

/** What a key is tried as; what is left out is as the draft says. */
export const keyQuery = {
  fields: listOfRefs.optional().describe("Refs of fields, with commas between them"),
  normalise: z.enum(["true", "false"]).optional(),
  match: REGISTRY.match.unwrap().optional(),
};

export interface AskedKey {
  readonly fields?: readonly string[] | undefined;
  readonly normalise?: "true" | "false" | undefined;
  readonly match?: NonNullable<DraftBody["match"]> | undefined;
}

/** Which records of the key's result: of one side alone, with a key that is taken twice or empty, or on all sides. */
export const KEY_GROUPS = ["matched", "only", "not-unique", "empty", "partly"] as const;
