"use server";

import type { ActionResult } from "@/components/action";
import { checkConnection } from "@/lib/services/connections/check-connection";
import { answer } from "../_session/answer";

export type Checks = Awaited<ReturnType<typeof checkConnection>>;

export interface CheckResult extends ActionResult {
  readonly checks: Checks;
}

/** Tries the connection now; each line of the list has its remedy. */
export async function check(org: string, connectionId: string): Promise<CheckResult> {
  let checks: Checks = [];
  const result = await answer(org, async (caller) => {
    checks = await checkConnection(caller, connectionId);
  });
  return { ...result, checks };
}
