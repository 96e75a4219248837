import { z } from "zod";
import { ROLES } from "@/lib/auth/role";
import { CONDITION_FORMS, MATCH_MODES, STRATEGIES } from "@/lib/db/stored-registry";
import { FIELD_TYPES } from "@/lib/engine/value";

export const fieldTypeInput = z.enum(FIELD_TYPES);

const fieldName = z.string().trim().min(1).max(100);
const fieldRef = fieldName.describe("A field, by name or id");
const sideRef = z
  .union([z.int().min(0), z.string().max(40)])
  .describe("A side, by id or by its position in `sides`");

export const scheduleInput = z
  .union([z.enum(["realtime", "hourly", "daily", "manual"]), z.string().regex(/^minutes:[1-9]\d{0,3}$/)])
  .describe("realtime, minutes:n, hourly, daily or manual");
export const conflictInput = z.enum(STRATEGIES);
export const matchInput = z
  .enum(MATCH_MODES)
  .describe("How records find their rows: never by key, by key or else as new rows, or only by key");
/** `archive` is not taken yet: no side can mark a row as archived instead of deleting it. */
export const deletesInput = z.enum(["hold", "propagate", "never"]);

const share = z.number().min(0).max(1).optional();
const floor = z.number().int().min(0).max(1_000_000_000).optional();
const gate = z.enum(["hold", "allow"]).optional();

export const brakesInput = z.strictObject({
  deletedShare: share.describe(
    "Share of a side's rows that one run may delete without approval; 0.1 by default",
  ),
  deletedFloor: floor.describe("Deletes that never need approval; 5 by default"),
  changedShare: share.describe("Share of the rows that one run may change without approval; 0.5 by default"),
  changedFloor: floor.describe("Changed rows that never need approval; 20 by default"),
  invalidShare: share.describe("Share of the rows that may newly break a rule in one run; 0.01 by default"),
  invalidFloor: floor.describe("Newly invalid rows that never need approval; 5 by default"),
  schemaChange: gate.describe("Whether a changed type or removed option on a side is held; hold by default"),
  orphans: gate.describe("Whether relations left without their row are held; hold by default"),
  renames: gate.describe("Whether keys changed where records have no id are held; hold by default"),
  movedCells: gate.describe(
    "Whether cells that went from row to row, as in a sort of some columns, are held; hold by default",
  ),
});

const mappingInput = z.strictObject({
  field: fieldRef,
  sideField: z.string().min(1).max(2000).describe("The side's field, by id or name"),
  direction: z.enum(["both", "in", "out", "off"]).default("both"),
});

const strategiesInput = z
  .record(fieldName, z.strictObject({ strategy: conflictInput, authority: sideRef.nullable().default(null) }))
  .describe("By field: where the strategy differs from the registry's");

const winnersInput = z
  .strictObject({
    default: sideRef.nullable().default(null),
    fields: z.record(fieldName, sideRef).default({}),
  })
  .describe(
    "Whose value stands where matched rows differ and nothing was agreed before; a field's own also where the field is mapped anew",
  );

const text = z.string().max(2000);
const conditionInput = z.strictObject({
  field: fieldRef,
  is: z.enum(CONDITION_FORMS),
  value: z
    .union([text, z.boolean(), z.number(), z.array(text).max(100)])
    .optional()
    .describe("Left out for empty and not-empty"),
});
const conditions = z.array(conditionInput).min(1).max(20);
export const filterInput = z
  .union([z.strictObject({ all: conditions }), z.strictObject({ any: conditions })])
  .nullable()
  .describe("Which rows belong to the registry; null = all");

const accessInput = z
  .record(
    fieldName,
    z.strictObject({
      roles: z
        .array(z.enum(ROLES))
        .max(6)
        .optional()
        .describe("Whose decisions may write the field; left out: every role that may decide"),
      approval: z.boolean().optional().describe("Whether a run that changes the field waits for an approval"),
    }),
  )
  .describe("By field: who may cause a write, and what needs an approval");

const fieldInput = z.strictObject({
  name: fieldName,
  type: fieldTypeInput,
  target: z.string().optional().describe("For relations: the registry's id"),
});

const fieldChanges = z
  .strictObject({
    add: z.array(fieldInput).max(200).optional(),
    rename: z
      .array(z.strictObject({ field: fieldRef, name: fieldName }))
      .max(200)
      .optional(),
    remove: z
      .array(fieldRef)
      .max(200)
      .optional()
      .describe(
        "Its mappings go with it; the sides keep their values, and history and ledger what they hold",
      ),
  })
  .describe("What else the input says of fields, it says of them as they are after these changes");

const approvalDays = z.int().min(1).max(30).describe("Days after which a held plan ends by itself");

/** What a new registry may say; what it leaves out is proposed from its sides. */
export const createRegistryInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  key: z.array(fieldName).min(1).max(8).describe("Names of the fields that identify a row"),
  fields: z.array(fieldInput).min(1).max(200).optional().describe("Left out: proposed from the first side"),
  sides: z
    .array(
      z.strictObject({
        connectionId: z.string(),
        location: z.record(z.string(), z.union([z.string(), z.number()])),
        match: matchInput.optional().describe("Where it differs from the registry's"),
        rowIds: z
          .boolean()
          .optional()
          .describe(
            "Google Sheets: adds a hidden column of ids to the tab and marks the mapped columns, so that rows and columns are followed when their keys and headers change",
          ),
        mappings: z
          .array(mappingInput)
          .max(200)
          .optional()
          .describe("Left out: fields of the same name are mapped"),
      }),
    )
    .min(2)
    .max(10),
  mode: z.enum(["bidirectional", "one-way", "mirror", "shadow"]).default("bidirectional"),
  schedule: scheduleInput.optional().describe("Left out: hourly, or as often as the plan allows"),
  conflict: conflictInput.default("last-write-wins"),
  authority: sideRef.optional().describe("Under the strategy authority: the side that wins"),
  strategies: strategiesInput.default({}),
  match: matchInput.default("match-then-create"),
  normalise: z
    .boolean()
    .default(false)
    .describe("Keys are matched without regard to case, outer spaces and Unicode form"),
  winners: winnersInput.default({ default: null, fields: {} }),
  filter: filterInput.default(null),
  leaving: z
    .enum(["keep", "delete"])
    .default("keep")
    .describe("What becomes, on the other sides, of a row that leaves the filter"),
  access: accessInput.default({}),
  deletes: deletesInput.default("hold"),
  brakes: brakesInput.default({}),
  approvalDays: approvalDays.default(7),
});

export type CreateRegistryInput = z.infer<typeof createRegistryInput>;

export const updateRegistryInput = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  mode: z.enum(["bidirectional", "one-way", "mirror", "shadow"]).optional(),
  schedule: scheduleInput.optional(),
  conflict: conflictInput.optional(),
  authority: sideRef.nullable().optional(),
  strategies: strategiesInput.optional(),
  match: matchInput.optional(),
  normalise: z.boolean().optional().describe("Only before the first sync"),
  winners: winnersInput.optional(),
  filter: filterInput.optional(),
  leaving: z.enum(["keep", "delete"]).optional(),
  access: accessInput.optional(),
  deletes: deletesInput.optional(),
  brakes: brakesInput.optional(),
  approvalDays: approvalDays.optional(),
  fields: fieldChanges.optional(),
  mappingVersion: z
    .string()
    .max(64)
    .optional()
    .describe(
      "The registry's, as it was looked at: where fields or mappings are others by now, nothing changes",
    ),
  sides: z
    .array(
      z.strictObject({
        id: z.string().max(40),
        match: matchInput.nullable().optional(),
        mappings: z
          .array(mappingInput)
          .max(200)
          .optional()
          .describe("Takes the place of the side's mappings"),
        seenColumns: z
          .literal(true)
          .optional()
          .describe("Columns that are new on the side need no proposal any more"),
      }),
    )
    .max(10)
    .optional(),
});

export const accessPresetInput = z.strictObject({
  preset: z
    .enum(["foundation", "governed", "may-not-edit", "may-edit"])
    .describe(
      "foundation, governed: edited on `side` only, edits elsewhere are put back; may-not-edit: edits on `side` are put back; may-edit: they count again",
    ),
  side: sideRef,
  fields: z
    .array(fieldRef)
    .min(1)
    .max(200)
    .optional()
    .describe("Left out with foundation: every field that is mapped on `side`"),
});

export type AccessPresetInput = z.infer<typeof accessPresetInput>;
export type UpdateRegistryInput = z.infer<typeof updateRegistryInput>;
export type FilterInput = z.infer<typeof filterInput>;
