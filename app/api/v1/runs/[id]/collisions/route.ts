import { sealPage } from "@/lib/http/cursor";
import { listCollisionsOperation } from "@/lib/http/operations/matching";
import { serve } from "@/lib/http/serve";
import { listCollisions } from "@/lib/services/matching/list-collisions";

export const GET = serve(listCollisionsOperation, async ({ caller, params, query }) => {
  const { newerRun, ...page } = await listCollisions(caller, params.id, query.cursor);
  return { ...sealPage(page), newerRun };
});
