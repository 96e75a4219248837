import { sealPage } from "@/lib/http/cursor";
import { listAuditOperation } from "@/lib/http/operations/audit";
import { serve } from "@/lib/http/serve";
import { listEntries } from "@/lib/services/audit/list-entries";

export const GET = serve(listAuditOperation, async ({ caller, query: { cursor, ...filter } }) =>
  sealPage(await listEntries(caller, filter, cursor)),
);
