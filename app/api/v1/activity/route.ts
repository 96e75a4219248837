import { sealPage } from "@/lib/http/cursor";
import { listActivityOperation } from "@/lib/http/operations/activity";
import { serve } from "@/lib/http/serve";
import { listActivity } from "@/lib/services/runs/list-activity";

export const GET = serve(listActivityOperation, async ({ caller, query: { cursor, ...filter } }) =>
  sealPage(await listActivity(caller, filter, cursor)),
);
