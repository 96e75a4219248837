import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { changeRegistry, findRegistry } from "@/lib/db/registries";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { brakesInput } from "../registries/registry-input";
import { requireRun } from "./browse-runs";
import { placeRun, requireResumed, sendRun } from "./request-run";
import { type RunView, runView } from "./run-view";

export const changeRuleInput = z.strictObject({
  brakes: brakesInput
    .refine((brakes) => Object.keys(brakes).length > 0, "Name at least one limit.")
    .describe("The limits that change; the others stay"),
});

/**
 * Changes the limits that held a plan and asks for a new run under them, which takes the held one's place. Returns the
 * new run. The change is a setting of the registry from now on; an approval counts once.
 */
export async function changeRule(
  caller: Caller,
  id: string,
  input: z.infer<typeof changeRuleInput>,
  now = new Date(),
): Promise<RunView> {
  authorize(caller, "registry:write");
  authorize(caller, "run:start");
  const { run, isNew } = await withOrg(caller.organizationId, async (db) => {
    const held = await requireRun(db, id);
    if (held.status !== "held")
      throw new AppError("stale", "This plan no longer waits for a decision.", {
        remedy: "Change the limits under the registry's settings.",
      });
    const registry = await findRegistry(db, held.registryId);
    if (!registry) throw new AppError("not-found", "There is no such run.");
    requireResumed(registry);
    const given = Object.fromEntries(Object.entries(input.brakes).filter(([, value]) => value !== undefined));
    const brakes = { ...registry.brakes, ...given };
    await changeRegistry(db, registry.id, { brakes });
    const { kind, request } = held;
    const placed = await placeRun(db, { caller, registry, input: { kind }, request, now });
    const changed = {
      actor: caller.actor,
      action: "registry.updated",
      outcome: "ok",
      target: { type: "registry", ref: publicId("reg", registry.id) },
      source: null,
      destination: null,
      requestId: caller.requestId,
      runId: held.id,
      payload: { before: registry.brakes, brakes },
    } as const;
    await record(db, [changed], now);
    return placed;
  });
  if (isNew) await sendRun(caller.organizationId, run.id);
  return runView(run, {});
}
