"use server";

import { z } from "zod";
import type { ActionResult } from "@/components/action";
import { sent } from "@/lib/http/sent";
import { excludeInput, excludePairs, includePairs } from "@/lib/services/matching/exclusions";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import { requestRun, requestRunInput } from "@/lib/services/runs/request-run";
import { answer } from "../_session/answer";

/** What began by an action; null where it was refused. */
export interface Begun extends ActionResult {
  readonly runId: string | null;
}

export async function startRun(org: string, registryId: string, kind: "dry-run" | "sync"): Promise<Begun> {
  return begun(org, (caller) => requestRun(caller, registryId, runOf(kind)));
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
  pairs: { readonly runId: string; readonly keys: string[][]; readonly kind: "dry-run" | "sync" },
): Promise<Begun> {
  return begun(org, async (caller) => {
    const { kind, ...input } = sent(keepOutInput, pairs, NO_KEYS);
    await excludePairs(caller, registryId, input);
    return requestRun(caller, registryId, runOf(kind));
  });
}

const keepOutInput = excludeInput.extend({ kind: z.unknown() });
const NO_KEYS = { message: "These are not keys of rows." };
const NO_RUN = { message: "There is no such run to ask for." };

const runOf = (kind: unknown) => sent(requestRunInput, { kind }, NO_RUN);

export async function takeUp(org: string, registryId: string, key: string[]): Promise<ActionResult> {
  return answer(org, (caller) =>
    includePairs(caller, registryId, sent(excludeInput, { keys: [key] }, NO_KEYS).keys),
  );
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
