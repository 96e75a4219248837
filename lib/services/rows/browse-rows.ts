import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { withRows } from "@/lib/db/row-store";
import {
  listIssueGroups,
  listRows as listStored,
  listConflicts as listStoredConflicts,
} from "@/lib/db/rows/browse";
import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { requireRegistry } from "../registries/browse-registries";
import type { ListPage } from "../runs/browse-runs";

const PAGE = 50;

export interface RowView {
  readonly id: string;
  readonly key: readonly string[];
  readonly cells: Readonly<Record<string, Value>>;
  readonly version: number;
  readonly updatedAt: string;
  /** Sides that hold the row exactly so. */
  readonly equalOn: readonly string[];
}

/** The registry's rows by key; `key` finds one row by its key's values as a JSON array. */
export async function listRows(
  caller: Caller,
  registryId: string,
  page: { readonly key: string | null; readonly cursor: string | null },
): Promise<ListPage<RowView>> {
  authorize(caller, "registry:read");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const names = new Map(registry.fields.map((field) => [field.id, field.name]));
  const lines = await withRows(caller.organizationId, (client) =>
    listStored(client, registry.id, {
      key: page.key && keyText(page.key),
      after: page.cursor ?? "",
      size: PAGE + 1,
    }),
  );
  const data = lines.slice(0, PAGE).map((line) => ({
    id: publicId("row", line.rowId),
    key: JSON.parse(line.key) as string[],
    cells: Object.fromEntries(Object.entries(line.cells).map(([id, value]) => [names.get(id) ?? id, value])),
    version: line.version,
    updatedAt: line.updatedAt.toISOString(),
    equalOn: line.equalOn.map((sideId) => publicId("sid", sideId)),
  }));
  const last = lines[PAGE - 1];
  return { data, nextCursor: lines.length > PAGE && last ? last.key : null };
}

/** A single value is a key of one field; an array of texts is the key as it stands. */
function keyText(key: string): string {
  if (!key.startsWith("[")) return JSON.stringify([key]);
  try {
    const parsed: unknown = JSON.parse(key);
    if (Array.isArray(parsed) && parsed.every((part) => typeof part === "string"))
      return JSON.stringify(parsed);
  } catch {
    // Falls through to the refusal below.
  }
  throw new AppError("invalid-input", "The key is not a JSON array of texts.", {
    paths: [{ path: "/key", message: "Not a key." }],
  });
}

export interface ConflictView {
  readonly id: string;
  readonly runId: string;
  readonly rowId: string;
  readonly key: readonly string[];
  readonly kind: string;
  readonly field: string | null;
  readonly base: Value;
  readonly candidates: readonly { readonly side: string; readonly value: Value }[];
  readonly winner: Value;
  readonly resolved: boolean;
  readonly decidedBy: string;
  readonly at: string;
}

export async function listConflicts(
  caller: Caller,
  registryId: string,
  cursor: string | null,
): Promise<ListPage<ConflictView>> {
  authorize(caller, "registry:read");
  const before = cursor ? new Date(cursor) : null;
  if (before && Number.isNaN(before.getTime()))
    throw new AppError("invalid-input", "The cursor is not one of ours.");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const names = new Map(registry.fields.map((field) => [field.id, field.name]));
  const lines = await withRows(caller.organizationId, (client) =>
    listStoredConflicts(client, registry.id, { before, size: PAGE }),
  );
  const data = lines.map((line) => ({
    id: publicId("cnf", line.id),
    runId: publicId("run", line.runId),
    rowId: publicId("row", line.rowId),
    key: JSON.parse(line.key) as string[],
    kind: line.kind,
    field: line.field && (names.get(line.field) ?? line.field),
    base: line.detail.base ?? null,
    candidates: (line.detail.candidates ?? []).map(({ sideId, value }) => ({
      side: publicId("sid", sideId),
      value,
    })),
    winner: line.detail.winner ?? null,
    resolved: line.resolved,
    decidedBy: line.decidedBy,
    at: line.at.toISOString(),
  }));
  return { data, nextCursor: data.length === PAGE ? (data.at(-1)?.at ?? null) : null };
}

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
