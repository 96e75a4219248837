import "server-only";
import { withOrg } from "@/lib/db/control";
import { currentOptions, listOptionSets } from "@/lib/db/option-sets";
import { withRows } from "@/lib/db/row-store";
import { findPublishedSchema } from "@/lib/db/schemas";
import type { CompiledRules } from "@/lib/rules/compile-rules";
import type { RunSession } from "./session";

/**
 * The rules that the registry's published schema makes, with the options of the organization's sets as they are now;
 * null without a published schema. Their compilers are loaded only where there is one: they take some 12 MB.
 */
export async function loadRules({ organizationId, registry }: RunSession): Promise<CompiledRules | null> {
  const [published, sets] = await withOrg(organizationId, async (db) => [
    await findPublishedSchema(db, registry.id),
    await listOptionSets(db),
  ]);
  if (published === null) return null;
  const optionSets = await withRows(organizationId, (client) => currentOptions(client, sets));
  const { compileRules } = await import("@/lib/rules/compile-rules");
  const { schemaDocument } = await import("@/lib/rules/schema-document");
  // It was checked when it was published; what it says of a field that has gone since is passed over.
  const document = schemaDocument.parse(published.document);
  return compileRules({ document, fields: registry.fields, optionSets });
}
