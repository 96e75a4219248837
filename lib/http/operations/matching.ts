import { z } from "zod";
import { excludeInput, includeInput } from "@/lib/services/matching/exclusions";
import { cursorInput, pageOf } from "../cursor";
import { operation } from "../operation";
import { cellValue } from "./rows";

const key = z.array(z.string()).describe("The key's values, in the order of the key's fields");

const pair = z.object({
  key,
  records: z.array(z.object({ side: z.string(), locator: z.string() })),
  differences: z.array(
    z.object({
      field: z.string(),
      values: z.array(
        z.object({
          side: z.string(),
          value: cellValue,
          isRead: z.boolean().describe("false = the cell could not be read"),
        }),
      ),
      result: cellValue.describe("What the row will hold"),
      winners: z.array(z.string()).describe("Sides whose value that is"),
      why: z
        .string()
        .describe(
          "The rule that decided; manual = it waits for a person, only value = the others are empty, united = a set",
        ),
    }),
  ),
  notCompared: z
    .array(z.string())
    .describe("Fields whose values are not compared: a cell could not be read, or none could be accepted"),
});

const fate = z.int();
const preview = z.object({
  side: z.string(),
  read: z.int().describe("Records read"),
  create: z.int(),
  update: z.int(),
  changedCells: z.int(),
  delete: z.int(),
  records: z
    .object({
      matched: fate.describe("Found their row by key"),
      fresh: fate.describe("Became rows of their own"),
      unmatched: fate.describe("Have no row, where records make none"),
      duplicate: fate,
      keyless: fate,
      collision: fate,
      waiting: fate,
      excluded: fate.describe("Kept out by a person"),
      unreadCells: fate.describe("Cells that could not be read: what they would change is not known"),
    })
    .nullable()
    .describe(
      "What became of records that had no row before or were set aside; null = the run did not note it",
    ),
  estimate: z
    .object({
      writes: z.int(),
      batches: z.int(),
      callsPerBatch: z.int().describe("Calls of each batch besides those that write"),
      rowsPerCall: z.int(),
      calls: z.int().describe("batches x callsPerBatch, and each batch's writes / rowsPerCall"),
      callsPerMinute: z.int().nullable().describe("The system's limit; null = it names none"),
      seconds: z.int().nullable().describe("calls x 60 / callsPerMinute"),
    })
    .describe("What the writing costs at least"),
});

const summary = z.object({
  sides: z.array(preview),
  pairs: z.int(),
  conflicts: z.array(z.object({ rule: z.string(), resolved: z.boolean(), count: z.int() })),
  readSeconds: z.int().nullable(),
  writeSeconds: z.int().nullable(),
  newerRun: z.string().nullable().describe("A later run has planned anew since"),
});

const collision = z.object({
  id: z.string(),
  side: z.string(),
  reason: z.string().describe("duplicate-key, key-exists or empty-key"),
  key: key.nullable(),
  records: z
    .array(z.object({ locator: z.string(), cells: z.record(z.string(), cellValue) }))
    .describe("The first ten, to tell them apart; cells by field name"),
});

const exclusion = z.object({
  key: key.nullable(),
  side: z.string(),
  locator: z.string(),
  reason: z
    .string()
    .describe("unticked = a proposed pair was refused; undone = the run that took it up was undone"),
  at: z.iso.datetime(),
});

const excluded = z.object({ keys: z.int(), records: z.int().describe("On all sides together") });

export const matchingViews = {
  Pair: pair,
  MatchSummary: summary,
  Collision: collision,
  Exclusion: exclusion,
  Excluded: excluded,
};

const pageQuery = z.strictObject({ cursor: cursorInput });

export const listMatchesOperation = operation({
  id: "listMatches",
  method: "GET",
  path: "/runs/{id}/matches",
  summary: "What a run's plan means by side, and the pairs that it proposes",
  permission: "run:read",
  query: pageQuery,
  answer: pageOf(pair).extend({
    summary: summary.nullable().describe("With the first page; null while there is no plan"),
  }),
  status: 200,
});

export const listCollisionsOperation = operation({
  id: "listCollisions",
  method: "GET",
  path: "/runs/{id}/collisions",
  summary: "Records that no row can be made of as they are, with what tells them apart",
  permission: "run:read",
  query: pageQuery,
  answer: pageOf(collision).extend({
    newerRun: z.string().nullable().describe("A later run has looked since: what it found is listed there"),
  }),
  status: 200,
});

export const excludeOperation = operation({
  id: "excludePairs",
  method: "POST",
  path: "/registries/{id}/exclusions",
  summary: "Keeps the records under these keys of a plan out of the registry, as they are on every side",
  permission: "registry:write",
  body: excludeInput,
  answer: excluded,
  status: 200,
  example: { keys: ["ACME", ["GLOBEX"]] },
});

export const includeOperation = operation({
  id: "includePairs",
  method: "DELETE",
  path: "/registries/{id}/exclusions",
  summary: "Takes records up again that were kept out",
  permission: "registry:write",
  query: includeInput,
  answer: excluded,
  status: 200,
});

export const listExclusionsOperation = operation({
  id: "listExclusions",
  method: "GET",
  path: "/registries/{id}/exclusions",
  summary: "The records that are kept out, by key",
  permission: "registry:read",
  query: pageQuery,
  answer: pageOf(exclusion),
  status: 200,
});
