"use server";

import type { Asked } from "@/components/action";
import { sent } from "@/lib/http/sent";
import { previewRegistry } from "@/lib/services/registries/preview-registry";
import { type UpdateRegistryInput, updateRegistryInput } from "@/lib/services/registries/registry-input";
import type { RunView } from "@/lib/services/runs/run-view";
import { asked } from "../../../_session/answer";

/** Asks for a dry run of what a change would write; nothing is saved. */
export async function previewMapping(
  org: string,
  registryId: string,
  change: UpdateRegistryInput,
): Promise<Asked<RunView>> {
  return asked(org, (caller) =>
    previewRegistry(
      caller,
      registryId,
      sent(updateRegistryInput, change, { message: "Some of this cannot be looked at." }),
    ),
  );
}
