import { createHash } from "node:crypto";
import { z } from "zod";
import type { TableConfig } from "./config";
import { Digests } from "./digests";
import type { Table } from "./table";

/** Raised when the same cells in the database come to be read as other values: older marks are then lost. */
const FORM = 2;

/** A mark must fit beside a run's cursor; a server with that many open transactions gives none. */
const MAX_MARK = 60_000;

const hex = z.string().regex(/^[0-9a-f]{32}$/);
const SNAPSHOT = /^\d{1,20}:\d{1,20}:(\d{1,20}(,\d{1,20})*)?$/;

const logMark = z.strictObject({
  kind: z.literal("log"),
  form: z.literal(FORM),
  /** What was read (see `basisOf`). */
  of: hex,
  /** The table, the log and all that fills it, as the catalogue described them (see changelog-state.ts). */
  witness: hex,
  /** `pg_snapshot`: the transactions whose changes were read. */
  snapshot: z.string().regex(SNAPSHOT),
  /** The newest lines that this snapshot saw. */
  anchor: hex,
});

const scanMark = z.strictObject({
  kind: z.literal("scan"),
  form: z.literal(FORM),
  of: hex,
  digests: z.string().max(40_000),
});

export type LogMark = z.infer<typeof logMark>;

export interface ScanMark {
  readonly kind: "scan";
  readonly of: string;
  /** Of the records as they were told, not of one moment: so a record that changed there and back is told again. */
  readonly digests: Digests;
}

/** The mark of a text, or null for any text that is none. */
export function parseMark(text: string): LogMark | ScanMark | null {
  if (text.length > MAX_MARK) return null;
  try {
    const parsed = z.union([logMark, scanMark]).parse(JSON.parse(text));
    if (parsed.kind === "log") return parsed;
    const digests = Digests.parse(parsed.digests);
    return digests && { kind: "scan", of: parsed.of, digests };
  } catch {
    return null;
  }
}

/** Null = longer than a mark may be. */
export function logMarkText(mark: Omit<LogMark, "kind" | "form">): string | null {
  const text = JSON.stringify({ kind: "log", form: FORM, ...mark });
  return text.length > MAX_MARK || !SNAPSHOT.test(mark.snapshot) ? null : text;
}

export const scanMarkText = ({ of, digests }: Omit<ScanMark, "kind">): string =>
  JSON.stringify({ kind: "scan", form: FORM, of, digests: digests.toString() });

/**
 * What a mark was made for, as 32 hexadecimal digits: the table's address, the mapped fields and the key; with
 * `table`, the mapped columns' types too, which decide how their texts are read.
 */
export function basisOf(config: TableConfig, table?: Table): string {
  const mapped = config.mapped.map(({ field, sideField }) => [field.id, field.type, sideField]);
  const columns = config.mapped.map(({ field }) => {
    const column = table?.columnOf(field.id);
    return column ? [column.attnum, column.native, column.kind, column.base] : null;
  });
  const basis = JSON.stringify([config.table.schema, config.table.table, mapped, config.key, columns]);
  return createHash("sha256").update(basis).digest("hex").slice(0, 32);
}
