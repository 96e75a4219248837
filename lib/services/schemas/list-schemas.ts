import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { listRegistries } from "@/lib/db/registries";
import { listSchemaSummaries } from "@/lib/db/schemas";
import { publicId } from "@/lib/ids";
import { schemaUrl } from "./schema-view";

export interface SchemaSummaryView {
  readonly registryId: string;
  readonly registry: string;
  /** Of the schema in force; null = none was published. */
  readonly version: string | null;
  readonly publishedAt: string | null;
  readonly url: string | null;
  /** Fields and custom rules of the schema in force. */
  readonly fields: number;
  readonly rules: number;
  readonly hasDraft: boolean;
}

/** Every registry with what is known of its schema, by name. */
export async function listSchemas(caller: Caller): Promise<SchemaSummaryView[]> {
  authorize(caller, "schema:read");
  const { registries, summaries } = await withOrg(caller.organizationId, async (db) => ({
    registries: await listRegistries(db),
    summaries: new Map((await listSchemaSummaries(db)).map((summary) => [summary.registryId, summary])),
  }));
  return registries.map(({ id, name }) => {
    const {
      version = null,
      publishedAt,
      properties = 0,
      rules = 0,
      hasDraft = false,
    } = summaries.get(id) ?? {};
    return {
      registryId: publicId("reg", id),
      registry: name,
      version,
      publishedAt: publishedAt?.toISOString() ?? null,
      url: version === null ? null : schemaUrl(id, version),
      fields: properties,
      rules,
      hasDraft,
    };
  });
}
