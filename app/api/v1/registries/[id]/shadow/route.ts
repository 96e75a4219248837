import { shadowReportOperation } from "@/lib/http/operations/shadow";
import { serve } from "@/lib/http/serve";
import { shadowReport } from "@/lib/services/runs/shadow-report";

export const GET = serve(shadowReportOperation, ({ caller, params }) => shadowReport(caller, params.id));
