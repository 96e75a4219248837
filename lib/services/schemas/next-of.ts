import type { PublishedSchema } from "@/lib/db/schemas";
import type { Field } from "@/lib/engine/field";
import { type NextVersion, nextVersion } from "@/lib/rules/next-version";
import { type SchemaDocument, schemaDocument } from "@/lib/rules/schema-document";

/** What publishing this draft would make of the schema in force. */
export function nextOf(
  published: PublishedSchema | null,
  draft: unknown,
  fields: readonly Field[],
): NextVersion {
  const before = published && { version: published.version, document: whole(published.document, fields) };
  return nextVersion(before, whole(draft, fields));
}

/**
 * With every field in it, under its name: rows have all of them, so a rule for a field that was not spoken of before
 * is a change for rows that are there already, and reasons call fields as people do.
 */
function whole(stored: unknown, fields: readonly Field[]): SchemaDocument {
  const document = schemaDocument.parse(stored);
  const named = fields.map(({ id, name }) => [id, { title: name, ...document.properties[id] }]);
  return { ...document, properties: { ...document.properties, ...Object.fromEntries(named) } };
}
