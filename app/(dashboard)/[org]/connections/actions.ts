"use server";

import type { ActionResult } from "@/components/action";
import type { Check } from "@/lib/connectors/connector";
import { checkConnection } from "@/lib/services/connections/browse-connections";
import { answer } from "../_session/answer";

export interface CheckResult extends ActionResult {
  readonly checks: readonly Check[];
}

/** Tries the connection now; each line of the list has its remedy. */
export async function check(org: string, connectionId: string): Promise<CheckResult> {
  let checks: readonly Check[] = [];
  const result = await answer(org, async (caller) => {
    checks = await checkConnection(caller, connectionId);
  });
  return { ...result, checks };
}
