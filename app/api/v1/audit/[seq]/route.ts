import { getAuditEntryOperation } from "@/lib/http/operations/audit";
import { serve } from "@/lib/http/serve";
import { getEntry } from "@/lib/services/audit/list-entries";

export const GET = serve(getAuditEntryOperation, ({ caller, params }) => getEntry(caller, params.seq));
