import "server-only";
import { z } from "zod";
import { authorize, type Caller, hasPermission } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { listRegistries, type RegistryDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { listDrifts, listLastVerified, listWaitingCauses, listWaitingFields } from "@/lib/db/rows/attention";
import { listHeldRuns } from "@/lib/db/runs";
import { uuidOf } from "@/lib/ids";
import { listEndedConnections } from "../connections/browse-connections";
import type { ConnectionView } from "../connections/connection-view";
import type { AttentionGroupView } from "./attention-group";
import * as groupOf from "./attention-group";
import { ATTENTION_KINDS } from "./attention-id";
import { countAttention } from "./count-attention";

/** Which groups are asked for; as a query of the API and in the address of the page. */
export const attentionFilter = {
  kind: z.enum(ATTENTION_KINDS).nullable().default(null),
  registry: z.string().max(40).nullable().default(null).describe("Public id of a registry"),
  search: z
    .string()
    .max(200)
    .nullable()
    .default(null)
    .describe("A part of what a group is called, of what is wrong, or of its registry's name"),
};

export type AttentionFilter = z.output<z.ZodObject<typeof attentionFilter>>;

export interface AttentionView {
  /** The most urgent kind first; within a kind those with most of it. */
  readonly groups: readonly AttentionGroupView[];
  /** Whether there are more than these: narrow it to one registry to come to them. */
  readonly hasMore: boolean;
  /** All that waits, whatever the filter. */
  readonly count: number;
  readonly proof: AttentionProof;
}

/** What is known of the rows' equality over all registries, and since when. */
export interface AttentionProof {
  readonly registries: number;
  /** Of them, those that a run has compared. */
  readonly checked: number;
  /** Rows of those, and the ones that every side holds as they are. */
  readonly rows: number;
  readonly equal: number;
  /** The oldest of these compares; null = there was none. */
  readonly since: string | null;
}

/** Of each kind; a person does not work through more. */
const MOST_GROUPS = 200;

/** What waits for a person over all registries, by cause. Throws AppError `forbidden` to whom rows are not shown. */
export async function listAttention(caller: Caller, filter: AttentionFilter): Promise<AttentionView> {
  authorize(caller, "registry:read");
  const ended = hasPermission(caller, "connection:read") ? await listEndedConnections(caller) : [];
  const { registries, held } = await withOrg(caller.organizationId, async (db) => ({
    registries: await listRegistries(db),
    held: await listHeldRuns(db, MOST_GROUPS),
  }));
  const page = { registryId: filter.registry && uuidOf("reg", filter.registry), size: MOST_GROUPS };
  const found = await withRows(caller.organizationId, async (client) => ({
    fields: await listWaitingFields(client, page),
    causes: await listWaitingCauses(client, page),
    drifts: await listDrifts(client),
    verified: await listLastVerified(client),
  }));
  const groups = groupsOf(registries, { ended, held, ...found });
  const lengths = [held.length, found.fields.length, found.causes.length];
  return {
    groups: groups.filter((group) => isAsked(group, filter)),
    hasMore: lengths.some((length) => length === MOST_GROUPS),
    count: (await countAttention(caller)).count,
    proof: proofOf(registries, found.verified),
  };
}

interface Found {
  readonly ended: readonly ConnectionView[];
  readonly held: Awaited<ReturnType<typeof listHeldRuns>>;
  readonly fields: Awaited<ReturnType<typeof listWaitingFields>>;
  readonly causes: Awaited<ReturnType<typeof listWaitingCauses>>;
  readonly drifts: Awaited<ReturnType<typeof listDrifts>>;
}

function groupsOf(registries: readonly RegistryDefinition[], found: Found): AttentionGroupView[] {
  const byId = new Map(registries.map((registry) => [registry.id, registry]));
  const each = <T extends { readonly registryId: string }>(
    lines: readonly T[],
    view: (line: T, registry: RegistryDefinition) => AttentionGroupView,
  ) =>
    lines.flatMap((line) => {
      const registry = byId.get(line.registryId);
      return registry ? [view(line, registry)] : [];
    });
  return [
    ...found.ended.map(groupOf.connection),
    ...registries.filter(groupOf.isStopped).map(groupOf.stopped),
    ...each(found.held, groupOf.approval),
    ...each(found.drifts, groupOf.drift),
    ...each(found.fields, groupOf.conflicts),
    ...each(found.causes, groupOf.issues),
    ...registries.flatMap((registry) => groupOf.columns(registry) ?? []),
  ];
}

function isAsked(group: AttentionGroupView, { kind, registry, search }: AttentionFilter): boolean {
  if (kind !== null && group.kind !== kind) return false;
  if (registry !== null && group.registry?.id !== registry) return false;
  const texts = [group.title, group.detail, group.registry?.name ?? ""];
  const part = search?.trim().toLowerCase() ?? "";
  return texts.some((text) => text.toLowerCase().includes(part));
}

function proofOf(
  registries: readonly RegistryDefinition[],
  verified: Awaited<ReturnType<typeof listLastVerified>>,
): AttentionProof {
  const oldest = verified.map(({ at }) => at.getTime()).sort((a, b) => a - b)[0];
  return {
    registries: registries.length,
    checked: verified.length,
    rows: verified.reduce((sum, { rows }) => sum + rows, 0),
    equal: verified.reduce((sum, { equal }) => sum + equal, 0),
    since: oldest === undefined ? null : new Date(oldest).toISOString(),
  };
}
