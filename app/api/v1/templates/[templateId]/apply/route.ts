import { applyTemplateOperation } from "@/lib/http/operations/templates";
import { serve } from "@/lib/http/serve";
import { applyTemplate } from "@/lib/services/templates/apply-template";

export const POST = serve(applyTemplateOperation, ({ caller, params, body }) =>
  applyTemplate(caller, params.templateId, body),
);
