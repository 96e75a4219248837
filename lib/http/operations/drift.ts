import { z } from "zod";
import { cursorInput, pageOf } from "../cursor";
import { operation } from "../operation";

const side = z.object({
  matched: z.int().describe("Rows that the side shows as they are"),
  different: z.int().describe("Rows that it shows otherwise"),
  missing: z.int().describe("Rows that it does not show"),
  unread: z.int().describe("Rows of which it could not be told"),
  optional: z.int().describe("Rows that it need not hold and does not"),
  extra: z.int().describe("Records that are no row of the registry"),
  excluded: z.int().describe("Records that a person keeps out"),
  outside: z.int().describe("Records of rows outside of the registry's filter"),
  byChanges: z.boolean().describe("It told all that had changed, instead of being read whole"),
  count: z.int().describe("Records read and looked up"),
  digest: z.string().describe("Of what was read, in any order"),
});

const drift = z.object({
  certificate: z
    .object({
      at: z.iso.datetime(),
      runId: z.string(),
      equal: z.boolean().describe("No side differs in anything"),
      rows: z.int(),
      matched: z.int().describe("Rows that all sides show as they are"),
      drifted: z
        .int()
        .describe(
          "Rows that a side shows otherwise or not, and extra records, that no open issue or conflict explained",
        ),
      baseDigest: z.string().describe("Of the registry's rows, in any order; 32 hex digits"),
      perSide: z.record(z.string(), side),
    })
    .nullable()
    .describe("null = never checked"),
});

const driftRow = z.object({
  side: z.string(),
  found: z.enum(["different", "missing", "unread", "extra"]),
  rowId: z.string().nullable(),
  key: z.array(z.string()).nullable().describe("Null for an extra record without one"),
  record: z.string().nullable().describe("The side's own id of an extra record"),
  waits: z.boolean().describe("An open issue or conflict says why"),
});

export const driftViews = { Drift: drift, DriftRow: driftRow };

export const listDriftRowsOperation = operation({
  id: "listDriftRows",
  method: "GET",
  path: "/registries/{id}/drift/rows",
  summary:
    "What the last drift check found that is not as it should be: the first 200 of each kind on each side",
  permission: "registry:read",
  query: z.strictObject({ cursor: cursorInput }),
  answer: pageOf(driftRow),
  status: 200,
});

export const driftOperation = operation({
  id: "getDrift",
  method: "GET",
  path: "/registries/{id}/drift",
  summary: "The certificate of the last drift check: a full compare of all sides, once a day and on request",
  permission: "registry:read",
  answer: drift,
  status: 200,
});
