/**
 * Reads rules off the data: what nearly all rows already keep to, each with the number of rows that do not. One pass,
 * bounded memory, the same proposals for the same rows in any order.
 */
import type { Field } from "@/lib/engine/field";
import type { Cells } from "@/lib/engine/value";
import { ColumnProfile, type Proposal } from "./column-profile";
import { KeyProfile } from "./key-profile";
import { type SchemaDocument, schemaDocument } from "./schema-document";
import { typeOf } from "./value-form";

export type { Proposal } from "./column-profile";

export interface ProposedSchema {
  /** With every proposal in it. */
  readonly document: SchemaDocument;
  readonly proposals: readonly Proposal[];
}

/** `key`: the registry's key fields. `rows`: their canonical cells. */
export function proposeSchema(
  fields: readonly Field[],
  key: readonly string[],
  rows: Iterable<Cells>,
): ProposedSchema {
  const columns = fields.map((field) => new ColumnProfile(field, key.includes(field.id)));
  const keys = new KeyProfile(key);
  for (const cells of rows) {
    for (const column of columns) column.add(cells[column.field.id] ?? null);
    keys.add(cells);
  }
  const proposals = [...keys.proposals(fields), ...columns.flatMap((column) => column.proposals())];
  return { document: documentOf(fields, proposals), proposals };
}

/** The document that has the fields' types and the given proposals, no others. */
export function documentOf(fields: readonly Field[], proposals: readonly Proposal[]): SchemaDocument {
  const properties = fields.map((field) => {
    const type = typeOf(field);
    const own = proposals.filter((proposal) => proposal.field === field.id);
    const keywords = own.map((proposal) => proposal.keywords);
    return [field.id, Object.assign({ title: field.name, ...(type === null ? {} : { type }) }, ...keywords)];
  });
  const required = proposals.filter(({ kind }) => kind === "required").map(({ field }) => field);
  return schemaDocument.parse({ properties: Object.fromEntries(properties), required });
}
