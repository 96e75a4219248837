import "server-only";
import type { CompiledRules } from "@/lib/rules/compile-rules";
import type { RunSession } from "./session";

/**
 * The rules that the registry's published schema makes, with the options of the organization's sets as they are now;
 * null without a published schema. Their compilers are loaded only where there is one: they take some 12 MB.
 */
export async function loadRules({ store, registry }: RunSession): Promise<CompiledRules | null> {
  const stored = await store.rulesOf(registry.id);
  if (stored === null) return null;
  const { compileRules } = await import("@/lib/rules/compile-rules");
  const { schemaDocument } = await import("@/lib/rules/schema-document");
  // It was checked when it was published; what it says of a field that has gone since is passed over.
  const document = schemaDocument.parse(stored.document);
  return compileRules({ document, fields: registry.fields, optionSets: stored.optionSets });
}
