"use server";

import type { Asked } from "@/components/action";
import { sent } from "@/lib/http/sent";
import {
  type AddRegistryColumnsInput,
  addRegistryColumns,
  addRegistryColumnsInput,
} from "@/lib/services/registries/add-registry-columns";
import type { RegistryColumnsView } from "@/lib/services/registries/look-at-registry";
import { previewRegistry } from "@/lib/services/registries/preview-registry";
import { type UpdateRegistryInput, updateRegistryInput } from "@/lib/services/registries/registry-input";
import type { RunView } from "@/lib/services/runs/run-view";
import { asked } from "../../../_session/answer";

/** Makes a column that a side lacks; it is mapped to nothing yet. */
export async function makeColumn(
  org: string,
  registryId: string,
  wish: AddRegistryColumnsInput,
): Promise<Asked<RegistryColumnsView>> {
  return asked(org, (caller) =>
    addRegistryColumns(
      caller,
      registryId,
      sent(addRegistryColumnsInput, wish, { message: "A column cannot be made like this." }),
    ),
  );
}

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
