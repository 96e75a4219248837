"use server";

import type { ActionResult } from "@/components/action";
import { AppError } from "@/lib/errors";
import { excludeInput, excludePairs, includePairs } from "@/lib/services/matching/exclusions";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import { requestRun } from "@/lib/services/runs/request-run";
import { answer } from "../_session/answer";

/** What began by an action; null where it was refused. */
export interface Begun extends ActionResult {
  readonly runId: string | null;
}

export async function startRun(org: string, registryId: string, kind: "dry-run" | "sync"): Promise<Begun> {
  return begun(org, (caller) => requestRun(caller, registryId, { kind }));
}

/** Tries the registry in shadow: it reads and plans by its schedule from now on, and writes nothing. */
export async function startInShadow(org: string, registryId: string): Promise<Begun> {
  return begun(org, async (caller) => {
    await updateRegistry(caller, registryId, { mode: "shadow" });
    return requestRun(caller, registryId, { kind: "sync" });
  });
}

/** Ends the try: the registry writes from its next run on, which begins now. */
export async function goLive(org: string, registryId: string): Promise<Begun> {
  return begun(org, async (caller) => {
    await updateRegistry(caller, registryId, { mode: "bidirectional" });
    return requestRun(caller, registryId, { kind: "sync" });
  });
}

/** Keeps unticked pairs out and plans anew: a dry run again, or in place of a plan that waits a new one. */
export async function keepOut(
  org: string,
  registryId: string,
  {
    kind,
    ...input
  }: { readonly runId: string; readonly keys: string[][]; readonly kind: "dry-run" | "sync" },
): Promise<Begun> {
  return begun(org, async (caller) => {
    const given = excludeInput.safeParse(input);
    if (!given.success) throw new AppError("invalid-input", "These are not keys of rows.");
    await excludePairs(caller, registryId, given.data);
    return requestRun(caller, registryId, { kind });
  });
}

export async function takeUp(org: string, registryId: string, key: string[]): Promise<ActionResult> {
  return answer(org, (caller) => includePairs(caller, registryId, [key]));
}

async function begun(
  org: string,
  work: (caller: Caller) => Promise<{ readonly id: string }>,
): Promise<Begun> {
  let runId: string | null = null;
  const result = await answer(org, async (caller) => {
    runId = (await work(caller)).id;
  });
  return { ...result, runId };
}

type Caller = Parameters<Parameters<typeof answer>[1]>[0];
