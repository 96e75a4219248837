import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { currentOptions, listOptionSets } from "@/lib/db/option-sets";
import { withRows } from "@/lib/db/row-store";
import { findPublishedSchema, findSchemaDraft } from "@/lib/db/schemas";
import { compileRules } from "@/lib/rules/compile-rules";
import { countFailing } from "@/lib/rules/count-failing";
import { schemaDocument } from "@/lib/rules/schema-document";
import { requireRegistry } from "../registries/browse-registries";
import { emptySchema, readDraft } from "./read-draft";
import { rowsOfRegistry } from "./rows-of-registry";

export const previewSchemaInput = z.strictObject({
  document: z
    .looseObject({})
    .optional()
    .describe("A JSON Schema; left out: the draft, or else the schema in force"),
});

export interface SchemaPreviewView {
  /** Rows that were tried, of all that the registry has. */
  readonly checked: number;
  readonly rows: number;
  /** Rows with at least one error. */
  readonly failing: number;
  /** The most frequent cause first. */
  readonly groups: readonly {
    readonly field: string | null;
    readonly reason: string;
    readonly message: string;
    readonly severity: string;
    readonly rows: number;
  }[];
}

/** How many rows fail a schema as they stand now. Writes nothing. */
export async function previewSchema(
  caller: Caller,
  registryId: string,
  input: z.infer<typeof previewSchemaInput>,
): Promise<SchemaPreviewView> {
  authorize(caller, "schema:read");
  const { registry, document, sets } = await withOrg(caller.organizationId, async (db) => {
    const asked = await requireRegistry(db, registryId);
    const stored = (await findSchemaDraft(db, asked.id)) ?? (await findPublishedSchema(db, asked.id));
    const tried =
      input.document !== undefined
        ? await readDraft(db, asked, input.document)
        : stored
          ? schemaDocument.parse(stored.document)
          : emptySchema(asked);
    return { registry: asked, document: tried, sets: await listOptionSets(db) };
  });
  const optionSets = await withRows(caller.organizationId, (client) => currentOptions(client, sets));
  const rules = compileRules({ document, fields: registry.fields, optionSets });
  const rows = await rowsOfRegistry(caller.organizationId, registry.id);
  // As they stand: no change of theirs is judged.
  const { checked, failing, byReason } = await countFailing(
    rules,
    rows.map((cells) => ({ cells, before: cells })),
  );
  const names = new Map(registry.fields.map(({ id, name }) => [id, name]));
  const groups = byReason.map(({ field, reason, message, severity, rows: count }) => ({
    field: field && (names.get(field) ?? field),
    reason,
    message,
    severity,
    rows: count,
  }));
  return { checked, rows: Math.max(checked, registry.rowCount), failing, groups };
}
