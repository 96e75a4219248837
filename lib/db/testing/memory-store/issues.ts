import { NOT_AS_WRITTEN, type SeenIssue } from "../../rows/issues";
import { type MemoryClient, requireRegistry } from "./client";
import { momentFrom } from "./moment";
import { storedJson } from "./stored-json";
import { type IssueRow, issueKey } from "./tables";

interface Place {
  readonly runId: string;
  readonly registryId: string;
}

export function reportIssues(client: MemoryClient, place: Place, issues: readonly SeenIssue[]): void {
  if (issues.length === 0) return;
  requireRegistry(client, place.registryId);
  const { issue: table } = client.tables;
  const lines = new Map(issues.map((issue) => [issueKey({ ...issue, field: issue.field ?? "" }), issue]));
  for (const [key, seen] of lines) {
    const said = {
      ...{ runId: place.runId, rowId: seen.rowId, message: seen.message, severity: seen.severity ?? "error" },
      ...{ records: storedJson(seen.records), open: true, lastSeen: client.at },
    } as const;
    const before = table.get(place.registryId, key);
    if (before) table.update(before, { ...said, ...seenAgain(client, before, said) });
    else {
      const { sideId, subject, field, reason } = seen;
      table.insert({
        ...{ id: client.uuid(), registryId: place.registryId, sideId, subject, field: field ?? "", reason },
        ...{ times: 1, firstSeen: client.at, known: false, skipped: false },
        ...said,
      });
    }
  }
}

function seenAgain(
  client: MemoryClient,
  before: IssueRow,
  { runId, message }: { readonly runId: string; readonly message: string },
): Partial<IssueRow> {
  return {
    times: before.runId === runId ? before.times : before.times + 1,
    firstSeen: before.open ? before.firstSeen : client.at,
    known: before.known && before.open,
    skipped: before.skipped && before.open && before.message === message,
  };
}

interface Looked extends Place {
  readonly lookedFrom: string;
}

interface Planned extends Place {
  readonly plannedAt: string;
}

export function closeUnseenIssues({ tables }: MemoryClient, place: Looked): void {
  const lookedFrom = momentFrom(place.lookedFrom);
  const decided = new Set(tables.decision.of(place.runId).map(({ rowId }) => rowId));
  for (const issue of tables.issue.of(place.registryId)) {
    if (!issue.open || issue.runId === place.runId || issue.lastSeen >= lookedFrom) continue;
    const isDecided = issue.rowId !== null && decided.has(issue.rowId);
    if (issue.reason === NOT_AS_WRITTEN && !isDecided) continue;
    tables.issue.update(issue, { open: false, records: null });
  }
}

export function markKnown({ tables }: MemoryClient, place: Planned): void {
  const plannedAt = momentFrom(place.plannedAt);
  for (const issue of tables.issue.of(place.registryId)) {
    if (issue.open && !issue.known && (issue.runId === place.runId || issue.firstSeen <= plannedAt))
      tables.issue.update(issue, { known: true });
  }
}

export function newlyInvalid({ tables }: MemoryClient, { runId, registryId }: Place): number {
  const broken = tables.issue.of(registryId).filter((issue) => {
    const isNew = issue.runId === runId && issue.open && !issue.known;
    return isNew && issue.severity === "error" && issue.reason.startsWith("rule:");
  });
  return new Set(broken.map(({ subject }) => subject)).size;
}

export const openIssues = ({ tables }: MemoryClient, registryId: string): number =>
  tables.issue
    .of(registryId)
    .filter(({ open, skipped, severity }) => open && !skipped && severity === "error").length;
