import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { recordRows, withRows } from "@/lib/db/row-store";
import { listIssueGroups, skipIssues as skipStored } from "@/lib/db/rows/browse-issues";
import { AppError } from "@/lib/errors";
import { callerEntry } from "../audit/caller-entry";
import { requireRegistry } from "../registries/browse-registries";
import { causeOf, issueCauseInput } from "./issue-cause";
import { groupView, type IssueGroupView } from "./list-issues";

export const skipIssuesInput = issueCauseInput.extend({
  skipped: z.boolean().default(true).describe("false takes them up again"),
});

/**
 * Puts a group's rows aside until what is said of them changes: they count no more, and nothing else of them changes.
 * Rows that come to the group later are not put aside.
 */
export async function skipIssues(
  caller: Caller,
  registryId: string,
  { skipped, ...cause }: z.infer<typeof skipIssuesInput>,
  now = new Date(),
): Promise<IssueGroupView> {
  authorize(caller, "issue:handle");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const place = { registryId: registry.id, ...causeOf(cause, registry) };
  return withRows(caller.organizationId, async (client) => {
    const rows = await skipStored(client, place, skipped);
    const [group] = await listIssueGroups(client, registry.id, place);
    if (!group) throw new AppError("not-found", "No row has this issue any more.");
    const target = { type: "registry", ref: registryId };
    const payload = { ...cause, skipped, rows };
    const entry = callerEntry(caller, { action: "issue.skipped", target, payload });
    if (rows > 0) await recordRows(client, [entry], now);
    return groupView(group, registry);
  });
}
