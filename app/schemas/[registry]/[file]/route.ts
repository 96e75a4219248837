import { findPublished } from "@/lib/services/schemas/published-schema";

interface Context {
  readonly params: Promise<{ readonly registry: string; readonly file: string }>;
}

/** Public: a published schema, which never changes, for anyone who knows its address. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { registry, file } = await params;
  const published = await findPublished(registry, file);
  if (!published)
    return new Response("There is no published schema at this address.\n", {
      status: 404,
      headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    });
  return new Response(JSON.stringify(published.document, null, 2), {
    headers: {
      "content-type": "application/schema+json",
      "cache-control": "public, max-age=31536000, immutable",
      etag: `"${published.hash}"`,
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
    },
  });
}
