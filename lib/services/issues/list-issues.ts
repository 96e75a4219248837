import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { RegistryDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { type IssueGroup, listIssueGroups } from "@/lib/db/rows/browse-issues";
import { publicId } from "@/lib/ids";
import { requireRegistry } from "../registries/browse-registries";
import type { ListPage } from "../runs/browse-runs";
import { causeOf, type IssueCauseInput } from "./issue-cause";

export interface IssueGroupView {
  readonly side: string;
  readonly field: string | null;
  readonly reason: string;
  /** A warning reports and keeps nothing back. */
  readonly severity: string;
  readonly message: string;
  readonly rows: number;
  /** Of these rows, those that a person has put aside until what is said of them changes. */
  readonly skipped: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly subjects: readonly string[];
}

export async function listIssues(caller: Caller, registryId: string): Promise<ListPage<IssueGroupView>> {
  authorize(caller, "registry:read");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const groups = await withRows(caller.organizationId, (client) => listIssueGroups(client, registry.id));
  return { data: groups.map((group) => groupView(group, registry)), nextCursor: null };
}

/** One group; null once none of its issues is open. */
export async function findIssueGroup(
  caller: Caller,
  registryId: string,
  cause: IssueCauseInput,
): Promise<IssueGroupView | null> {
  authorize(caller, "registry:read");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const [group] = await withRows(caller.organizationId, (client) =>
    listIssueGroups(client, registry.id, causeOf(cause, registry)),
  );
  return group ? groupView(group, registry) : null;
}

export const groupView = (group: IssueGroup, { fields }: RegistryDefinition): IssueGroupView => ({
  side: publicId("sid", group.sideId),
  field: group.field === "" ? null : (fields.find(({ id }) => id === group.field)?.name ?? group.field),
  reason: group.reason,
  severity: group.severity,
  message: group.message,
  rows: group.rows,
  skipped: group.skipped,
  firstSeen: group.firstSeen.toISOString(),
  lastSeen: group.lastSeen.toISOString(),
  subjects: group.subjects,
});
