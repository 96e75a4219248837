import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { withRows } from "@/lib/db/row-store";
import { listIssueGroups } from "@/lib/db/rows/browse-issues";
import { publicId } from "@/lib/ids";
import { requireRegistry } from "../registries/browse-registries";
import type { ListPage } from "../runs/browse-runs";

export interface IssueGroupView {
  readonly side: string;
  readonly field: string | null;
  readonly reason: string;
  readonly message: string;
  readonly rows: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly subjects: readonly string[];
}

export async function listIssues(caller: Caller, registryId: string): Promise<ListPage<IssueGroupView>> {
  authorize(caller, "registry:read");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const names = new Map(registry.fields.map((field) => [field.id, field.name]));
  const groups = await withRows(caller.organizationId, (client) => listIssueGroups(client, registry.id));
  const data = groups.map((group) => ({
    side: publicId("sid", group.sideId),
    field: group.field === "" ? null : (names.get(group.field) ?? group.field),
    reason: group.reason,
    message: group.message,
    rows: group.rows,
    firstSeen: group.firstSeen.toISOString(),
    lastSeen: group.lastSeen.toISOString(),
    subjects: group.subjects,
  }));
  return { data, nextCursor: null };
}
