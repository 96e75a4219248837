import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { proposeSchema as proposeFrom } from "@/lib/rules/propose-schema";
import { requireRegistry } from "../registries/browse-registries";
import { rowsOfRegistry } from "./rows-of-registry";
import type { JsonDocument } from "./schema-view";

export interface SchemaProposalView {
  /** With every proposal in it. */
  readonly document: JsonDocument;
  readonly proposals: readonly {
    readonly id: string;
    /** Its id, as the document has it. */
    readonly field: string;
    readonly kind: string;
    readonly text: string;
    /** Rows that do not keep to it now, of those looked at. */
    readonly failing: number;
    readonly total: number;
    /** What it adds to the field's schema; a proposal of the kind `required` names the field in `required`. */
    readonly keywords: Readonly<Record<string, unknown>>;
  }[];
  readonly checked: number;
}

/** Rules that nearly all rows keep to already, each with the number of rows that do not. Stores nothing. */
export async function proposeSchema(caller: Caller, registryId: string): Promise<SchemaProposalView> {
  authorize(caller, "schema:read");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const rows = await rowsOfRegistry(caller.organizationId, registry.id);
  const { document, proposals } = proposeFrom(registry.fields, registry.key, rows);
  return { document: { title: registry.name, ...document }, proposals, checked: rows.length };
}
