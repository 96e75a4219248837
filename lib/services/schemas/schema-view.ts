import { env } from "@/lib/env";
import { publicId } from "@/lib/ids";
import type { SchemaDocument } from "@/lib/rules/schema-document";

/** A JSON Schema document as it is shown and sent. */
export type JsonDocument = Readonly<Record<string, unknown>>;

export interface SchemaVersionView {
  readonly version: string;
  readonly hash: string;
  readonly publishedAt: string;
  /** Where anyone can read it. */
  readonly url: string;
}

export interface SchemaView {
  readonly registryId: string;
  /** The schema in force: the one published last. */
  readonly published: (SchemaVersionView & { readonly document: JsonDocument }) | null;
  /** Null = nothing differs from the schema in force. */
  readonly draft: { readonly document: JsonDocument; readonly hash: string; readonly savedAt: string } | null;
  /** What publishing the draft would make, and why; null without a draft. */
  readonly next: {
    readonly version: string;
    readonly change: string;
    readonly because: readonly string[];
  } | null;
  /** The newest first. */
  readonly versions: readonly SchemaVersionView[];
}

/** The public address of a published version. */
export const schemaUrl = (registryId: string, version: string): string =>
  new URL(`/schemas/${publicId("reg", registryId)}/${version}.json`, env().APP_URL).href;

/** A published document as it is served: with the address it is served at. */
export const publishedForm = (registryId: string, version: string, document: unknown): JsonDocument => ({
  ...(document as SchemaDocument),
  $id: schemaUrl(registryId, version),
  version,
});

/** What was sent, without what a published form adds to a document. */
export function withoutAddress(sent: unknown): unknown {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent)) return sent;
  const { $id: _address, version: _version, ...document } = sent as Record<string, unknown>;
  return document;
}

export const versionView = (
  registryId: string,
  {
    version,
    hash,
    publishedAt,
  }: { readonly version: string; readonly hash: string; readonly publishedAt: Date },
): SchemaVersionView => ({
  version,
  hash,
  publishedAt: publishedAt.toISOString(),
  url: schemaUrl(registryId, version),
});
