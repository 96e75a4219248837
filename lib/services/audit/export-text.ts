import type { EntryLine } from "@/lib/db/ledger-entries";
import type { StoredCheckpoint } from "@/lib/db/ledger-tree";
import type { Value } from "@/lib/engine/value";
import type { AuditFilter } from "./audit-filter";
import type { EntryView } from "./entry-view";
import type { Proven } from "./prove-entries";

/** The first line of an export: what it is of, and the checkpoint that its proofs lead to. */
export const ndjsonHead = (filter: AuditFilter, { note }: Pick<StoredCheckpoint, "note">): string =>
  `${JSON.stringify({ audit_export: 1, checkpoint: note, filter })}\n`;

/** The last line, so that an export that was cut off does not pass for a whole one. */
export const ndjsonEnd = (entries: number): string => `${JSON.stringify({ end: { entries } })}\n`;

/**
 * One entry with what proves it. `entry` and `payload` are the very texts that are stored, so the leaf's bytes are the RFC
 * 8785 text of `entry`.
 */
export function ndjsonLine({ leaf, payload, salt }: EntryLine, { proof }: Proven): string {
  const parts = [
    `"entry":${leaf}`,
    `"payload":${payload ?? "null"}`,
    `"proof":${JSON.stringify(proof)}`,
    `"salt":${JSON.stringify(salt)}`,
  ];
  return `{${parts.join(",")}}\n`;
}

const COLUMNS: readonly (readonly [name: string, read: (entry: EntryView) => unknown])[] = [
  ["number", (entry) => entry.seq],
  ["recorded_at", (entry) => entry.recordedAt],
  ["actor_type", (entry) => entry.actor.type],
  ["actor", (entry) => entry.actor.ref],
  ["actor_name", (entry) => entry.actor.name],
  ["action", (entry) => entry.action],
  ["outcome", (entry) => entry.outcome],
  ["registry", (entry) => entry.registryId],
  ["row", (entry) => entry.rowId],
  ["key", (entry) => entry.key?.join(" / ")],
  ["target_type", (entry) => entry.target.type],
  ["target", (entry) => entry.target.ref],
  ["source", (entry) => entry.sources.join(" ")],
  ["destination", (entry) => entry.destination],
  ["run", (entry) => entry.runId],
  ["request", (entry) => entry.requestId],
  ["reason", (entry) => entry.reason],
  ["checkpoint", (entry) => entry.standing],
];

/** For people: a line for each cell, and one for an entry without cells. */
export const csvHead = (): string =>
  `${[...COLUMNS.map(([name]) => name), "field", "before", "after", "leaf_hash"].join(",")}\r\n`;

export function csvLines(entry: EntryView, leafHash: Buffer): string {
  const told = COLUMNS.map(([, read]) => csvCell(read(entry)));
  const cells = entry.cells.length > 0 ? entry.cells : [{ field: null, before: null, after: null }];
  return cells
    .map(({ field, before, after }) => {
      const changed = [field, valueText(before), valueText(after)].map(csvCell);
      return `${[...told, ...changed, leafHash.toString("hex")].join(",")}\r\n`;
    })
    .join("");
}

const valueText = (value: Value): unknown => (Array.isArray(value) ? JSON.stringify(value) : value);

/** RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^\s*[=+\-@]|^[\t\r\n]/.test(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
