import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { ALL_TEMPLATES } from "./all-templates";
import { type TemplateView, templateView } from "./template-view";

/** The gallery: the same for every organization. */
export function listTemplates(caller: Caller): readonly TemplateView[] {
  authorize(caller, "registry:read");
  return ALL_TEMPLATES.map(templateView);
}
