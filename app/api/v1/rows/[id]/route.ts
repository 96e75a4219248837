import { getRowOperation } from "@/lib/http/operations/rows";
import { serve } from "@/lib/http/serve";
import { getRow } from "@/lib/services/rows/get-row";

export const GET = serve(getRowOperation, ({ caller, params }) => getRow(caller, params.id));
