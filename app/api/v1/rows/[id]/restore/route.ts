import { restoreRowOperation } from "@/lib/http/operations/restores";
import { serve } from "@/lib/http/serve";
import { restoreRow } from "@/lib/services/rows/restore-row";

export const POST = serve(restoreRowOperation, ({ caller, params, body }) =>
  restoreRow(caller, params.id, body),
);
