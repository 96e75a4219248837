import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { findPublicSchema } from "@/lib/db/resolve";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import { type JsonDocument, publishedForm } from "./schema-view";

const FILE = /^(\d{1,9}\.\d{1,9}\.\d{1,9})\.json$/;

export interface PublicSchema {
  readonly document: JsonDocument;
  readonly hash: string;
}

/**
 * A published version by its public address, `{registry}/{version}.json`, for anyone: publishing made it public.
 * Null for what was never published. It never changes.
 */
export async function findPublished(registry: string, file: string): Promise<PublicSchema | null> {
  const registryId = uuidOf("reg", registry);
  const version = FILE.exec(file)?.[1];
  if (!registryId || version === undefined) return null;
  const stored = await findPublicSchema(registryId, version);
  return stored && { document: publishedForm(registryId, version, stored.document), hash: stored.hash };
}

/** The same for a caller with a key. */
export async function getPublished(caller: Caller, registry: string, file: string): Promise<JsonDocument> {
  authorize(caller, "schema:read");
  const published = await findPublished(registry, file);
  if (!published) throw new AppError("not-found", "There is no such published schema.");
  return published.document;
}
