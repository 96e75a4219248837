import { applyAccessPresetOperation } from "@/lib/http/operations/registries";
import { serve } from "@/lib/http/serve";
import { applyAccessPreset } from "@/lib/services/registries/access-presets";

export const POST = serve(applyAccessPresetOperation, ({ caller, params, body }) =>
  applyAccessPreset(caller, params.id, body),
);
