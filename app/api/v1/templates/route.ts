import { wholePage } from "@/lib/http/cursor";
import { listTemplatesOperation } from "@/lib/http/operations/templates";
import { serve } from "@/lib/http/serve";
import { listTemplates } from "@/lib/services/templates/list-templates";

export const GET = serve(listTemplatesOperation, async ({ caller }) => wholePage(listTemplates(caller)));
