import { openApiDocument } from "@/lib/http/openapi";

/** Public: it says what the API is, and nothing of anyone. */
export const GET = (): Response =>
  Response.json(openApiDocument(), { headers: { "cache-control": "public, max-age=300" } });
