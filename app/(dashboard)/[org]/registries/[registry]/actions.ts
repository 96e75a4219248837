"use server";

import type { ActionResult } from "@/components/action";
import { sent } from "@/lib/http/sent";
import { muteInput, muteRegistry, unmuteRegistry } from "@/lib/services/notifications/mute-registry";
import { restoreRegistry, restoreRegistryInput } from "@/lib/services/registries/restore-registry";
import { requestRun } from "@/lib/services/runs/request-run";
import { answer } from "../../_session/answer";

/** Asks for a full compare of all sides, which writes nothing. */
export async function checkDrift(org: string, registryId: string): Promise<ActionResult> {
  return answer(org, (caller) => requestRun(caller, registryId, { kind: "drift-check" }));
}

/** Asks for the registry as it was, and goes to the run that shows what that would write. */
export async function restoreToMoment(org: string, registryId: string, at: string): Promise<ActionResult> {
  return answer(
    org,
    (caller) => {
      const input = sent(restoreRegistryInput, { at }, { message: "This is not a moment." });
      return restoreRegistry(caller, registryId, input);
    },
    ({ id }) => `/${org}/runs/${id}`,
  );
}

/** Nobody is told of the registry for so many hours. */
export async function muteNotices(org: string, registryId: string, hours: number): Promise<ActionResult> {
  return answer(org, (caller) => {
    const input = sent(muteInput, { hours }, { message: "A registry is muted for 1 to 720 hours." });
    return muteRegistry(caller, registryId, input);
  });
}

export async function unmuteNotices(org: string, registryId: string): Promise<ActionResult> {
  return answer(org, (caller) => unmuteRegistry(caller, registryId));
}
