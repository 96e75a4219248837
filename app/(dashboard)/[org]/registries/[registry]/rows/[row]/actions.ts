"use server";

import type { ActionResult } from "@/components/action";
import { restoreRow } from "@/lib/services/rows/restore-row";
import { answer } from "../../../../_session/answer";

/** Asks for the row as it was in a version, and goes to the run that shows what that would write. */
export async function restoreToVersion(org: string, rowId: string, version: number): Promise<ActionResult> {
  return answer(
    org,
    (caller) => restoreRow(caller, rowId, { version }),
    ({ id }) => `/${org}/runs/${id}`,
  );
}
