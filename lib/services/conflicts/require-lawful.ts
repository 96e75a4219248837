import "server-only";
import type { Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { currentOptions, listOptionSets } from "@/lib/db/option-sets";
import type { RegistryDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { findRow } from "@/lib/db/rows/life-line";
import { findPublishedSchema } from "@/lib/db/schemas";
import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";

interface NewCell {
  readonly rowId: string;
  readonly field: string;
  readonly value: Value;
}

/**
 * Throws AppError `invalid-input` for a value that breaks a rule of the registry by itself. What it breaks together
 * with other cells is left to the run, which knows them as they will be. A row that is no row yet is, too.
 */
export async function requireLawful(
  caller: Caller,
  registry: RegistryDefinition,
  { rowId, field, value }: NewCell,
): Promise<void> {
  const [published, sets] = await withOrg(caller.organizationId, async (db) => [
    await findPublishedSchema(db, registry.id),
    await listOptionSets(db),
  ]);
  if (published === null) return;
  const { before, optionSets } = await withRows(caller.organizationId, async (client) => ({
    before: (await findRow(client, { registryId: registry.id, rowId }))?.cells ?? null,
    optionSets: await currentOptions(client, sets),
  }));
  if (before === null) return;
  // As a run does: the compilers are loaded only where there is a schema.
  const { compileRules } = await import("@/lib/rules/compile-rules");
  const { readSchemaDocument } = await import("@/lib/rules/schema-document");
  const { fields } = registry;
  const document = readSchemaDocument(published.document, fields);
  const rules = compileRules({ document, fields, optionSets });
  const [faults = []] = await rules.check([{ cells: { ...before, [field]: value }, before }]);
  const fault = faults.find(
    (one) => one.severity === "error" && one.fields.length === 1 && one.fields[0] === field,
  );
  if (!fault) return;
  throw new AppError("invalid-input", fault.message, {
    remedy: "Choose another value, or change the rule.",
    paths: [{ path: "/value", message: fault.message }],
  });
}
