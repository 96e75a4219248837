import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { listOptionSets } from "@/lib/db/option-sets";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { fetchJson } from "@/lib/reach/fetch-json";
import { requireRegistry } from "../registries/browse-registries";
import { fitDocument } from "./fit-document";
import { findPublished } from "./published-schema";
import { readDraft } from "./read-draft";
import { type JsonDocument, withoutAddress } from "./schema-view";

export const importSchemaInput = z.strictObject({
  url: z.url().max(2000).describe("A public https address that serves JSON, or one of our own schemas"),
});

export interface ImportedSchemaView {
  /** Checked, with the registry's field ids; to be looked at and then put as the draft. */
  readonly document: JsonDocument;
  /** JSON pointers to what the registry has no field or option set for. */
  readonly leftOut: readonly string[];
}

/** A schema from elsewhere, as far as it speaks of the registry's fields. Stores nothing. */
export async function importSchema(
  caller: Caller,
  registryId: string,
  { url }: z.infer<typeof importSchemaInput>,
): Promise<ImportedSchemaView> {
  authorize(caller, "schema:write");
  const { registry, sets } = await withOrg(caller.organizationId, async (db) => ({
    registry: await requireRegistry(db, registryId),
    sets: await listOptionSets(db),
  }));
  const given = withoutAddress(await documentAt(new URL(url)));
  const optionSets = new Set(sets.map(({ id }) => publicId("ops", id)));
  const { document, leftOut } = fitDocument(given, { fields: registry.fields, optionSets });
  const read = await withOrg(caller.organizationId, (db) => readDraft(db, registry, document));
  return { document: read, leftOut };
}

/** Our own schemas are read where they are stored: no request of ours goes to ourselves. */
async function documentAt(url: URL): Promise<unknown> {
  const [, folder, registry = "", file = "", ...rest] = url.pathname.split("/");
  const isOurs = url.origin === new URL(env().APP_URL).origin;
  if (!isOurs) return fetchJson(url.href);
  const published = folder === "schemas" && rest.length === 0 ? await findPublished(registry, file) : null;
  if (published) return published.document;
  throw new AppError("not-found", "No published schema is at this address.");
}
