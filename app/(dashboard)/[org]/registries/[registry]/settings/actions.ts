"use server";

import type { ActionResult } from "@/components/action";
import { AppError } from "@/lib/errors";
import { sent, text } from "@/lib/http/sent";
import { applyAccessPreset } from "@/lib/services/registries/access-presets";
import { deleteRegistry, getRegistry } from "@/lib/services/registries/browse-registries";
import {
  type AccessPresetInput,
  accessPresetInput,
  type UpdateRegistryInput,
  updateRegistryInput,
} from "@/lib/services/registries/registry-input";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import { answer } from "../../../_session/answer";

const CANNOT_BE_SAVED = { message: "Some of this cannot be saved." };

export async function saveSettings(
  org: string,
  registryId: string,
  change: UpdateRegistryInput,
): Promise<ActionResult> {
  return answer(org, (caller) =>
    updateRegistry(caller, registryId, sent(updateRegistryInput, change, CANNOT_BE_SAVED)),
  );
}

export async function applyPreset(
  org: string,
  registryId: string,
  preset: AccessPresetInput,
): Promise<ActionResult> {
  return answer(org, (caller) =>
    applyAccessPreset(caller, registryId, sent(accessPresetInput, preset, CANNOT_BE_SAVED)),
  );
}

/** The name is typed by a person, so that nobody deletes the registry beside the one he meant. */
export async function removeRegistry(
  org: string,
  registryId: string,
  typedName: string,
): Promise<ActionResult> {
  return answer(org, async (caller) => {
    const { name } = await getRegistry(caller, registryId);
    if (name !== text(typedName).trim())
      throw new AppError("invalid-input", "This is not the registry's name.", {
        remedy: `Type ${name} exactly as it is written.`,
      });
    await deleteRegistry(caller, registryId);
  });
}
