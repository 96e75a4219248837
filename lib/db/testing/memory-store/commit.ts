import { type RowCommit, UNTOLD } from "../../rows/commit";
import type { StoredDecision } from "../../rows/plan-store";
import { formOf, linksOf, type MemoryClient, registryOf, requireRegistry } from "./client";
import { closeConflictsOf, settleConflicts } from "./conflicts";
import { relink, unlink } from "./links";
import { momentFrom, momentOf } from "./moment";
import { isOpen, noteWritten, sentTimes } from "./operations";
import { sameJson, storedJson } from "./stored-json";
import { Refused } from "./table";
import type { BaseRow, DecisionRow } from "./tables";

interface Place {
  readonly runId: string;
  readonly registryId: string;
}

const uncommitted = ({ tables }: MemoryClient, runId: string, chunk: number): DecisionRow[] =>
  tables.decision
    .of(runId)
    .filter((decision) => decision.chunk === chunk && !decision.committed)
    .sort((a, b) => a.ordinal - b.ordinal);

export const uncommittedDecisions = (client: MemoryClient, runId: string, chunk: number): StoredDecision[] =>
  uncommitted(client, runId, chunk).map(({ runId: _run, committed: _committed, ...decision }) => decision);

export function voidOvertaken(
  client: MemoryClient,
  place: Place & {
    readonly chunk: number;
    readonly plannedAt: string;
    readonly isOld: boolean;
  },
): void {
  const { tables } = client;
  const plannedAt = momentFrom(place.plannedAt);
  const bases = Map.groupBy(tables.base.of(place.registryId), formOf);
  const keptOut = new Set(
    tables.exclusion.of(place.registryId).flatMap(({ key, at }) => (at > plannedAt ? [key] : [])),
  );
  const overtaken = uncommitted(client, place.runId, place.chunk).filter((decision) => {
    const cells = tables.base.get(place.registryId, decision.rowId)?.cells ?? null;
    if (!sameJson(cells, decision.before)) return true;
    const form = formOf(decision);
    if (bases.get(form)?.some((base) => base.rowId !== decision.rowId)) return true;
    if (isMadeMeanwhile(client, decision)) return true;
    if (decision.before !== null) return false;
    return keptOut.has(form) || (place.isOld && !isBegun(client, decision));
  });
  for (const decision of overtaken) tables.decision.update(decision, { committed: true });
  overtakeRows(
    client,
    place.runId,
    overtaken.map(({ rowId }) => rowId),
  );
}

const isBegun = ({ tables }: MemoryClient, { runId, rowId, chunk }: DecisionRow): boolean =>
  tables.plan.of(runId).some((one) => one.chunk === chunk && one.rowId === rowId && one.status === "done");

const isMadeMeanwhile = ({ tables }: MemoryClient, { runId, rowId, chunk }: DecisionRow): boolean =>
  tables.plan.of(runId).some((operation) => {
    if (operation.rowId !== rowId || operation.chunk !== chunk) return false;
    if (operation.op !== "create" || !isOpen(operation)) return false;
    const link = tables.link.get(operation.sideId, rowId);
    return link !== undefined && link.locator !== operation.locator;
  });

export function overtakeRows({ tables }: MemoryClient, runId: string, rowIds: readonly string[]): void {
  for (const operation of tables.plan.of(runId)) {
    if (!rowIds.includes(operation.rowId)) continue;
    noteWritten(tables, operation);
    if (!isOpen(operation)) continue;
    const isPlanned = operation.status === "planned";
    const attempts = sentTimes(operation);
    const outcome = isPlanned
      ? { reason: "overtaken" }
      : { reason: "answer-lost", message: UNTOLD, attempts };
    tables.plan.update(operation, { status: isPlanned ? "stale" : "dropped", outcome: storedJson(outcome) });
  }
}

export const revisionOf = (client: MemoryClient, registryId: string): number =>
  registryOf(client, registryId)?.revision ?? 0;

export function commitRows(client: MemoryClient, place: Place, commits: readonly RowCommit[]): void {
  const { tables } = client;
  const registry = registryOf(client, place.registryId);
  if (registry && commits.length > 0) tables.registry.update(registry, { revision: registry.revision + 1 });
  const applied = (outcome: StoredDecision["outcome"]) =>
    commits.filter(({ apply, decision }) => apply && decision.outcome === outcome);
  mergeBase(
    client,
    place,
    applied("merged").map(({ decision }) => decision),
  );
  const deleted = applied("deleted");
  deleteBase(
    client,
    place,
    deleted.map(({ decision }) => decision.rowId),
  );
  leaveScope(client, place.registryId, commits);
  unlink(
    client,
    commits.map((row) => ({ rowId: row.decision.rowId, sideIds: row.unlink })),
  );
  relink(
    client,
    place,
    commits.filter((row) => !deleted.includes(row)).flatMap((row) => row.links),
  );
  const rowIds = commits.map(({ decision }) => decision.rowId);
  settleConflicts(client, place, rowIds);
  for (const wish of tables.wish.of(place.registryId)) {
    if (wish.runId === place.runId && rowIds.includes(wish.rowId)) tables.wish.delete(wish);
  }
  for (const { decision } of commits) {
    const stored = tables.decision.get(place.runId, String(decision.ordinal));
    if (stored) tables.decision.update(stored, { committed: true });
  }
}

function mergeBase(client: MemoryClient, place: Place, decisions: readonly StoredDecision[]): void {
  const { tables } = client;
  if (decisions.length === 0) return;
  requireRegistry(client, place.registryId);
  const moved: BaseRow[] = [];
  for (const decision of decisions) {
    if (moved.some(({ rowId }) => rowId === decision.rowId))
      throw new Refused("21000", "one statement cannot affect a row twice");
    moved.push(...moveBase(client, place.registryId, decision));
  }
  for (const { rowId, version, key, cells } of moved) {
    const { registryId, runId } = place;
    tables.version.insert({ registryId, rowId, version, key, cells, runId, at: client.at });
  }
  for (const { rowId, origins } of decisions) {
    const base = tables.base.get(place.registryId, rowId);
    if (base && !(base.inScope && sameJson(base.origins, origins)))
      tables.base.update(base, { origins: storedJson(origins), inScope: true });
  }
}

/** The row as it is in the base now, if that moved it. */
function moveBase(client: MemoryClient, registryId: string, decision: StoredDecision): BaseRow[] {
  const { tables, at } = client;
  const { rowId, key, matchKey } = decision;
  const hash = decision.hash as string;
  const content = {
    ...{ key, matchKey, hash, updatedAt: at, inScope: true },
    cells: storedJson(decision.cells) as BaseRow["cells"],
    origins: storedJson(decision.origins),
  };
  const base = tables.base.get(registryId, rowId);
  if (!base) {
    const versions = tables.version.of(registryId).filter((past) => past.rowId === rowId);
    const version = 1 + Math.max(0, ...versions.map((past) => past.version));
    return [tables.base.insert({ registryId, rowId, ...content, version })];
  }
  if (base.hash === hash && base.key === key) return [];
  return [tables.base.update(base, { ...content, version: base.version + 1 })];
}

function deleteBase(client: MemoryClient, place: Place, rowIds: readonly string[]): void {
  const { tables } = client;
  const { registryId, runId } = place;
  for (const rowId of new Set(rowIds)) {
    const base = tables.base.get(registryId, rowId);
    if (!base) continue;
    tables.base.delete(base);
    for (const link of linksOf(client, registryId)) if (link.rowId === rowId) tables.link.delete(link);
    const version = base.version + 1;
    tables.version.insert({ registryId, rowId, version, key: base.key, cells: null, runId, at: client.at });
  }
  closeConflictsOf(client, registryId, { rowIds, because: "row deleted" });
}

function leaveScope(client: MemoryClient, registryId: string, commits: readonly RowCommit[]): void {
  const left = commits.filter(({ decision }) => decision.outcome === "outside");
  const rowIds = left.map(({ decision }) => decision.rowId);
  for (const rowId of rowIds) {
    const base = client.tables.base.get(registryId, rowId);
    if (base) client.tables.base.update(base, { inScope: false });
  }
  closeConflictsOf(client, registryId, { rowIds, because: "out of the filter" });
}

export function deletedSince({ tables }: MemoryClient, registryId: string, since: Date): number {
  const from = momentOf(since);
  const deleted = tables.version
    .of(registryId)
    .filter(({ cells, at, rowId }) => cells === null && at >= from && !tables.base.get(registryId, rowId));
  return new Set(deleted.map(({ rowId }) => rowId)).size;
}
