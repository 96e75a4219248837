import { z } from "zod";
import type { Field } from "@/lib/engine/field";
import type { FieldType } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import type { ReadPace, SideConfig, WritePace } from "../connector";
import { dashedId } from "./ids";

/** Notion allows three calls a second and connection, and a page is one call. */
export const WRITE_PACE: WritePace = { callsPerBatch: 1, rowsPerCall: 1, callsPerMinute: 180 };

/** A query shows a hundred pages; the schema is looked at first. Changes are told by a few queries. */
export const READ_PACE: ReadPace = {
  rowsPerCall: 100,
  callsPerRead: 1,
  changes: { fromRows: 300, calls: 4 },
};

/** What opens a Notion connection. Printable characters only, so that no header error can repeat the token. */
export const notionCredentials = z.strictObject({ token: z.string().regex(/^[\x21-\x7e]{1,1000}$/) });
export type NotionCredentials = z.infer<typeof notionCredentials>;

const address = z.object({ dataSourceId: z.string() });

export interface PlannedField {
  readonly id: string;
  readonly type: FieldType;
  /** The property's id in its decoded form. */
  readonly property: string;
  /** The usual Notion type for the field's type; what the schema says goes before it. */
  readonly native: string;
  readonly writable: boolean;
}

export interface SidePlan {
  readonly dataSourceId: string;
  readonly fields: readonly PlannedField[];
  readonly byId: ReadonlyMap<string, PlannedField>;
  readonly key: readonly string[];
}

/** Checks a side's configuration. Throws `invalid-input`. */
export function planOf(config: SideConfig): SidePlan {
  const parsed = address.safeParse(config.address);
  const dataSourceId = parsed.success ? dashedId(parsed.data.dataSourceId) : null;
  if (dataSourceId === null) {
    throw new AppError("invalid-input", "A Notion location is named by the id of its data source.");
  }
  const fields = config.mapped.map(
    ({ field, sideField, writable }): PlannedField => ({
      id: field.id,
      type: field.type,
      property: sideField,
      native: usualNative(field, sideField),
      writable,
    }),
  );
  const byId = new Map(fields.map((field) => [field.id, field]));
  if (!config.key.every((id) => byId.has(id))) {
    throw new AppError("invalid-input", "The key names a field that is not mapped.");
  }
  return { dataSourceId, fields, byId, key: config.key };
}

const USUAL: Readonly<Record<FieldType, string>> = {
  text: "rich_text",
  number: "number",
  integer: "number",
  boolean: "checkbox",
  date: "date",
  datetime: "date",
  "local-datetime": "date",
  select: "select",
  "multi-select": "multi_select",
  json: "rich_text",
  relation: "relation",
};

const usualNative = (field: Field, sideField: string): string =>
  sideField === "title" ? "title" : USUAL[field.type];
