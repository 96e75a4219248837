import type { Scoped } from "@/lib/db/control";
import { listOptionSets } from "@/lib/db/option-sets";
import type { RegistryDefinition } from "@/lib/db/registries";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { readSchemaDocument, type SchemaDocument } from "@/lib/rules/schema-document";
import { withoutAddress } from "./schema-view";

/**
 * A document as it was sent, checked against the registry's fields and the organization's option sets. Throws AppError
 * `invalid-input` with JSON pointers into it.
 */
export async function readDraft(
  db: Scoped,
  registry: RegistryDefinition,
  sent: unknown,
): Promise<SchemaDocument> {
  const document = readSchemaDocument(titled(withoutAddress(sent), registry.name), registry.fields);
  const known = new Set((await listOptionSets(db)).map(({ id }) => publicId("ops", id)));
  const missing = Object.entries(document.properties).filter(([, { "x-options": set }]) => {
    return set !== undefined && !known.has(String(set));
  });
  if (missing.length === 0) return document;
  throw new AppError("invalid-input", "An option set that the schema names does not exist.", {
    remedy: "Make the option set first, or name another.",
    paths: missing.map(([field]) => ({
      path: `/properties/${field}/x-options`,
      message: "There is no such option set.",
    })),
  });
}

/** The schema that asks for nothing: what is in force before anything is published. */
export const emptySchema = ({ name, fields }: RegistryDefinition): SchemaDocument =>
  readSchemaDocument({ title: name }, fields);

const titled = (document: unknown, title: string): unknown =>
  typeof document === "object" && document !== null && !Array.isArray(document)
    ? { title, ...document }
    : document;
