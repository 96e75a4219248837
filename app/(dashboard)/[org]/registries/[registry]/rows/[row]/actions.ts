"use server";

import type { ActionResult } from "@/components/action";
import { sent } from "@/lib/http/sent";
import { restoreRow, restoreRowInput } from "@/lib/services/rows/restore-row";
import { answer } from "../../../../_session/answer";

/** Asks for the row as it was in a version, and goes to the run that shows what that would write. */
export async function restoreToVersion(org: string, rowId: string, version: number): Promise<ActionResult> {
  return answer(
    org,
    (caller) => restoreRow(caller, rowId, sent(restoreRowInput, { version }, NO_VERSION)),
    ({ id }) => `/${org}/runs/${id}`,
  );
}

const NO_VERSION = { message: "This is no version of a row." };
