import { z } from "zod";
import { FIELD_TYPES } from "@/lib/engine/value";

export const fieldTypeInput = z.enum(FIELD_TYPES);

const fieldName = z.string().trim().min(1).max(100);
export const scheduleInput = z
  .union([z.enum(["realtime", "hourly", "daily", "manual"]), z.string().regex(/^minutes:[1-9]\d{0,3}$/)])
  .describe("realtime, minutes:n, hourly, daily or manual");
export const conflictInput = z.enum(["last-write-wins", "hash", "authority", "manual"]);
/** `archive` is not taken yet: no side can mark a row as archived instead of deleting it. */
export const deletesInput = z.enum(["hold", "propagate", "never"]);
export const brakesInput = z.strictObject({
  deletedShare: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("Share of a side's rows that one run may delete without approval; 0.1 by default"),
  deletedFloor: z.number().int().min(0).optional().describe("Deletes that never need approval; 5 by default"),
  changedShare: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("Share of the rows that one run may change without approval; 0.5 by default"),
});

/** What a new registry may say; what it leaves out is proposed from its sides. */
export const createRegistryInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  key: z.array(fieldName).min(1).max(8).describe("Names of the fields that identify a row"),
  fields: z
    .array(
      z.strictObject({
        name: fieldName,
        type: fieldTypeInput,
        target: z.string().optional().describe("For relations: the registry's id"),
      }),
    )
    .min(1)
    .max(200)
    .optional()
    .describe("Left out: proposed from the first side"),
  sides: z
    .array(
      z.strictObject({
        connectionId: z.string(),
        location: z.record(z.string(), z.union([z.string(), z.number()])),
        mappings: z
          .array(
            z.strictObject({
              field: fieldName,
              sideField: z.string().min(1).max(2000).describe("The side's field, by id or name"),
              direction: z.enum(["both", "in", "out", "off"]).default("both"),
            }),
          )
          .optional()
          .describe("Left out: fields of the same name are mapped"),
      }),
    )
    .min(2)
    .max(10),
  mode: z.enum(["bidirectional", "one-way", "mirror", "shadow"]).default("bidirectional"),
  schedule: scheduleInput.default("hourly"),
  conflict: conflictInput.default("last-write-wins"),
  authority: z
    .int()
    .min(0)
    .optional()
    .describe("Under the strategy authority: the position of the side that wins"),
  // `create-only` is not taken yet: its collisions need a screen to be decided on.
  match: z.enum(["match-then-create", "match-only"]).default("match-then-create"),
  deletes: deletesInput.default("hold"),
  brakes: brakesInput.default({}),
});

export type CreateRegistryInput = z.infer<typeof createRegistryInput>;

export const updateRegistryInput = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  schedule: scheduleInput.optional(),
  conflict: conflictInput.optional(),
  deletes: deletesInput.optional(),
  brakes: brakesInput.optional(),
});

export type UpdateRegistryInput = z.infer<typeof updateRegistryInput>;
