import { z } from "zod";
import { auditFilter } from "@/lib/services/audit/audit-filter";
import { cursorInput, pageOf } from "../cursor";
import { operation } from "../operation";
import { cellValue } from "./rows";

const entry = z.object({
  seq: z.int().describe("The entry's number in the log, from 0"),
  id: z.string(),
  recordedAt: z.iso.datetime(),
  occurredAt: z.iso.datetime(),
  actor: z.object({
    type: z.string().describe("person, api-key, schedule or system"),
    ref: z.string(),
    name: z.string().nullable().describe("null: nobody who is still in the organization"),
  }),
  action: z.string(),
  op: z.string().nullable().describe("What a write did, or was to do: create, update or delete"),
  outcome: z.enum(["ok", "refused", "failed"]),
  target: z.object({ type: z.string(), ref: z.string() }),
  registryId: z.string().nullable(),
  registryName: z.string().nullable().describe("Of a deleted one, what it was called"),
  rowId: z.string().nullable(),
  key: z.array(z.string()).nullable(),
  sources: z.array(z.string()).describe("Sides that the values came from"),
  destination: z.string().nullable().describe("The side that was written to"),
  runId: z.string().nullable(),
  requestId: z.string().nullable(),
  cells: z.array(z.object({ field: z.string(), before: cellValue, after: cellValue })),
  reason: z.string().nullable().describe("Why a side did not take it"),
  isErased: z.boolean().describe("Its payload is gone; what committed to it stays"),
  standing: z
    .enum(["verified", "pending", "failed"])
    .describe("Whether the leaf and its payload were found in the signed checkpoint; pending: it is newer"),
});

const entryDetail = entry.extend({
  leaf: z.string().describe("RFC 8785 text of the envelope: the leaf's bytes"),
  leafHash: z.string().describe("SHA-256(0x00 || leaf), hex"),
  payload: z.string().nullable().describe("RFC 8785 text"),
  salt: z.string().nullable().describe("32 bytes, base64"),
  commitment: z.string().describe("HMAC-SHA256(salt, payload), hex"),
  checkpoint: z.object({ size: z.int(), note: z.string() }),
  proof: z
    .array(z.string())
    .describe("RFC 6962 inclusion proof in the checkpoint, base64; empty while pending"),
});

const checkpoint = z.object({
  size: z.int(),
  root: z.string().describe("RFC 6962 root, hex"),
  note: z.string().describe("C2SP tlog-checkpoint in a signed note"),
  signedAt: z.iso.datetime(),
  verifierKey: z.string().describe("Of the key that signed it"),
});

const exported = z
  .string()
  .describe(
    "ndjson: a head with the checkpoint, a line {entry, payload, proof, salt} for each entry, an end that counts them; csv: a line for each cell; bundle: the whole log as a zip, without a filter",
  );

export const auditViews = { AuditEntry: entry, AuditEntryDetail: entryDetail, Checkpoint: checkpoint };

const common = { method: "GET", permission: "audit:read", status: 200 } as const;

export const listAuditOperation = operation({
  ...common,
  id: "listAudit",
  path: "/audit",
  summary: "The audit log, newest first; entries of sign-ins and keys only for who may see those",
  query: z.strictObject({ ...auditFilter, cursor: cursorInput }),
  answer: pageOf(entry),
});

export const getAuditEntryOperation = operation({
  ...common,
  id: "getAuditEntry",
  path: "/audit/{seq}",
  summary: "One entry by its number, with everything that proves it",
  answer: entryDetail,
});

export const getCheckpointOperation = operation({
  ...common,
  id: "getCheckpoint",
  path: "/audit/checkpoint",
  summary: "A signed statement of the log's size and root, over all entries that there are",
  answer: checkpoint,
});

export const exportAuditOperation = operation({
  ...common,
  id: "exportAudit",
  path: "/audit/export",
  summary: "What a filter selects, oldest first, as a file; each export is an entry",
  query: z.strictObject({
    ...auditFilter,
    format: z.enum(["ndjson", "csv", "bundle"]).default("ndjson"),
  }),
  answer: exported,
  files: ["application/x-ndjson", "text/csv", "application/zip"],
});

export const auditOperations = [
  listAuditOperation,
  getAuditEntryOperation,
  getCheckpointOperation,
  exportAuditOperation,
] as const;
