import { z } from "zod";
import { FIELD_ID, FIELD_TYPES } from "@/lib/engine/value";

/** The JSON columns of a registry and its sides: written by lib/db alone, and checked when they are read. */

const fieldId = z.string().regex(FIELD_ID);
const sideId = z.uuid();

/** A registry's fields as they are stored; ids were given by us and outlive renames. */
export const storedFields = z.array(
  z.object({ id: fieldId, name: z.string(), type: z.enum(FIELD_TYPES), target: z.uuid().optional() }),
);

export const storedMappings = z.array(
  z.object({ field: fieldId, sideField: z.string(), direction: z.enum(["both", "in", "out", "off"]) }),
);

export const storedColumns = z.array(z.string());

export const storedAddress = z.record(z.string(), z.union([z.string(), z.number()]));

const share = z.number().min(0).max(1).optional();
const floor = z.number().int().min(0).optional();
const gate = z.enum(["hold", "allow"]).optional();

/** Overrides of the brakes' defaults; shares are fractions of 1. */
export const storedBrakes = z.object({
  deletedShare: share,
  deletedFloor: floor,
  changedShare: share,
  changedFloor: floor,
  invalidShare: share,
  invalidFloor: floor,
  schemaChange: gate,
  orphans: gate,
  renames: gate,
  movedCells: gate,
});

export const STRATEGIES = ["last-write-wins", "hash", "authority", "manual"] as const;
export const MATCH_MODES = ["create-only", "match-then-create", "match-only"] as const;

/** Per field, where it differs from the registry. */
export const storedStrategies = z.record(
  fieldId,
  z.object({ strategy: z.enum(STRATEGIES), authority: sideId.nullable() }),
);

/** Whose value stands where matched rows differ and nothing was agreed before. */
export const storedWinners = z.object({
  default: sideId.nullable().default(null),
  fields: z.record(fieldId, sideId).default({}),
});

/** Per field: whose decisions may write it, and whether its changes wait for an approval. */
export const storedAccess = z.record(
  fieldId,
  z.object({ roles: z.array(z.string()).optional(), approval: z.boolean().optional() }),
);

export const CONDITION_FORMS = [
  "equal",
  "not-equal",
  "one-of",
  "not-one-of",
  "empty",
  "not-empty",
  "contains",
  "greater",
  "less",
] as const;

const value = z.union([z.null(), z.boolean(), z.string(), z.array(z.string())]);
const condition = z.object({ field: fieldId, is: z.enum(CONDITION_FORMS), value: value.optional() });

export const storedFilter = z.union([
  z.strictObject({ all: z.array(condition) }),
  z.strictObject({ any: z.array(condition) }),
]);

export const storedBaseline = z.object({
  normaliser: z.string(),
  filter: z.unknown(),
  sides: z.record(
    z.string(),
    z.object({
      mappings: z.array(z.object({ field: z.string(), sideField: z.string(), direction: z.string() })),
      fields: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          native: z.string(),
          options: z.array(z.string()).nullable(),
        }),
      ),
      unmapped: z.array(z.object({ id: z.string(), name: z.string(), native: z.string() })).exactOptional(),
    }),
  ),
});

/** Settings of a registry that nobody has saved, as far as they bear on what a run would write; the rest is as it is. */
export const storedProposal = z.object({
  fields: storedFields.optional(),
  winners: storedWinners.optional(),
  filter: storedFilter.nullable().optional(),
  leaving: z.enum(["keep", "delete"]).optional(),
  sides: z.array(z.object({ id: z.uuid(), mappings: storedMappings })),
});

export type Mapping = z.infer<typeof storedMappings>[number];
export type StoredBrakes = z.infer<typeof storedBrakes>;
export type StoredStrategies = z.infer<typeof storedStrategies>;
export type StoredWinners = z.infer<typeof storedWinners>;
export type StoredAccess = z.infer<typeof storedAccess>;
export type MatchMode = (typeof MATCH_MODES)[number];
