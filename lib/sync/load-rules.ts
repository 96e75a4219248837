import "server-only";
import { withOrg } from "@/lib/db/control";
import { currentOptions, listOptionSets } from "@/lib/db/option-sets";
import { withRows } from "@/lib/db/row-store";
import { findPublishedSchema } from "@/lib/db/schemas";
import { type CompiledRules, compileRules } from "@/lib/rules/compile-rules";
import { readSchemaDocument } from "@/lib/rules/schema-document";
import type { RunSession } from "./session";

/** The rules that the registry's published schema makes, with the options of the organization's sets as they are now. */
export async function loadRules({ organizationId, registry }: RunSession): Promise<CompiledRules> {
  const [published, sets] = await withOrg(organizationId, async (db) => [
    await findPublishedSchema(db, registry.id),
    await listOptionSets(db),
  ]);
  if (published === null)
    return compileRules({ document: null, fields: registry.fields, optionSets: new Map() });
  const optionSets = await withRows(organizationId, (client) => currentOptions(client, sets));
  const document = readSchemaDocument(published.document, registry.fields);
  return compileRules({ document, fields: registry.fields, optionSets });
}
