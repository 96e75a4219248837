import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { findRegistry } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { rowVersion, versionAt } from "@/lib/db/rows/orders";
import { AppError } from "@/lib/errors";
import { orderRun } from "../runs/order-run";
import { sendRun } from "../runs/request-run";
import { type RunView, runView } from "../runs/run-view";
import { requireRow } from "./find-row";

export const restoreRowInput = z.union([
  z.strictObject({ version: z.int().min(1).describe("One of the versions of the row's history") }),
  z.strictObject({ at: z.iso.datetime({ offset: true }).describe("A moment in the past") }),
]);

/** Asks for a run that brings one row back to what it was; it is held with what it would write. */
export async function restoreRow(
  caller: Caller,
  id: string,
  input: z.infer<typeof restoreRowInput>,
  now = new Date(),
): Promise<RunView> {
  authorize(caller, "row:restore");
  const place = await requireRow(caller, id);
  const version = await withRows(caller.organizationId, async (client) => {
    const wanted = "version" in input ? input.version : await versionAt(client, place, new Date(input.at));
    const past = wanted === null ? null : await rowVersion(client, place, wanted);
    if (wanted === null || past === null) throw notThere(input, "The row was not there yet.");
    if (past.cells === null) throw notThere(input, "The row was deleted then.");
    return wanted;
  });
  const { run, isNew } = await withOrg(caller.organizationId, async (db) => {
    const registry = await findRegistry(db, place.registryId);
    if (!registry) throw new AppError("not-found", "There is no such row.");
    const request = { kind: "restore-row", rowId: place.rowId, version } as const;
    return orderRun(db, { caller, registry, kind: "restore", request, now });
  });
  if (isNew) await sendRun(caller.organizationId, run.id);
  return runView(run, {});
}

const notThere = (input: object, message: string) =>
  new AppError("invalid-input", "There is nothing of the row to restore from there.", {
    remedy: "Choose a version of its history in which it was there.",
    paths: [{ path: `/${Object.keys(input)[0]}`, message }],
  });
