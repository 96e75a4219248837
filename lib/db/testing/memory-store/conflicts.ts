import type { Editor, NamedEditor } from "../../rows/conflict-editors";
import type { FoundConflict } from "../../rows/conflicts";
import { type MemoryClient, requireRegistry } from "./client";
import { momentFrom } from "./moment";
import { compareText, storedJson } from "./stored-json";
import { type ConflictRow, WHOLE } from "./tables";

interface Place {
  readonly runId: string;
  readonly registryId: string;
}

const isWaiting = ({ resolved, provisional }: ConflictRow): boolean => !resolved && !provisional;

const waitingOf = ({ tables }: MemoryClient, registryId: string): ConflictRow[] =>
  tables.conflict.of(registryId).filter(isWaiting);

export function storeConflicts(
  client: MemoryClient,
  place: Place & { readonly isWriting: boolean },
  conflicts: readonly FoundConflict[],
): void {
  if (conflicts.length === 0) return;
  requireRegistry(client, place.registryId);
  const fresh = place.isWriting ? withoutWaiting(client, place, conflicts) : conflicts;
  for (const { rowId, key, fingerprint, conflict } of fresh) {
    const isCell = conflict.kind === "cell";
    const resolved = isCell ? conflict.resolved : true;
    const line: ConflictRow = {
      ...{ id: client.uuid(), registryId: place.registryId, runId: place.runId, rowId, key, fingerprint },
      ...{ kind: conflict.kind, field: isCell ? conflict.field : null, detail: storedJson(conflict) },
      ...{ resolved, decidedBy: conflict.decidedBy, provisional: resolved || !place.isWriting },
      ...{ choice: null, at: client.at },
    };
    if (!client.tables.conflict.isTaken(line)) client.tables.conflict.insert(line);
  }
}

/** What is not waiting already; another disagreement about the same cell takes the place of the one that waited. */
function withoutWaiting(
  client: MemoryClient,
  { registryId, runId }: Place,
  conflicts: readonly FoundConflict[],
): FoundConflict[] {
  const { conflict: table, run } = client.tables;
  const startedAt = run.get(WHOLE, runId)?.startedAt ?? null;
  const waiting = waitingOf(client, registryId);
  const isAbout = ({ conflict, rowId }: FoundConflict, own: ConflictRow) =>
    conflict.kind === "cell" && !conflict.resolved && rowId === own.rowId && conflict.field === own.field;
  const isSame = (found: FoundConflict, own: ConflictRow) =>
    isAbout(found, own) && found.fingerprint === own.fingerprint;
  const isVoid = ({ choice }: ConflictRow) =>
    choice !== null && startedAt !== null && momentFrom(choice.at) < startedAt;
  const fresh = conflicts.filter((found) => !waiting.some((own) => isSame(found, own)));
  for (const own of waiting) {
    if (fresh.some((found) => isAbout(found, own))) table.delete(own);
    else if (isVoid(own) && conflicts.some((found) => isSame(found, own)))
      table.update(own, { choice: null });
  }
  return fresh;
}

function resolve(client: MemoryClient, conflicts: readonly ConflictRow[], decidedBy: string): void {
  for (const conflict of conflicts) client.tables.conflict.update(conflict, { resolved: true, decidedBy });
}

export function closeMendedConflicts(
  client: MemoryClient,
  place: Place,
  rows: readonly { readonly rowId: string; readonly fields: readonly string[] }[],
): void {
  const mended = waitingOf(client, place.registryId).filter(({ rowId, field }) =>
    rows.some((row) => row.rowId === rowId && field !== null && !row.fields.includes(field)),
  );
  resolve(client, mended, "agreed on the sides");
}

export function closeConflictsOf(
  client: MemoryClient,
  registryId: string,
  left: { readonly rowIds: readonly string[]; readonly because: "row deleted" | "out of the filter" },
): void {
  const over = waitingOf(client, registryId).filter(({ rowId }) => left.rowIds.includes(rowId));
  resolve(client, over, left.because);
}

export function settleConflicts(client: MemoryClient, place: Place, rowIds: readonly string[]): void {
  const { conflict: table } = client.tables;
  const ofRun = () => table.all().filter((own) => own.runId === place.runId && rowIds.includes(own.rowId));
  const waiting = waitingOf(client, place.registryId).filter(({ runId }) => runId !== place.runId);
  const settled = ofRun().flatMap((decided) => {
    const { rowId, kind, field, provisional, resolved } = decided;
    if (!provisional || !resolved || field === null) return [];
    const about = waiting.find((own) => own.rowId === rowId && own.kind === kind && own.field === field);
    return about ? [{ about, decided }] : [];
  });
  for (const { decided } of settled) table.delete(decided);
  for (const { about, decided } of settled) {
    const { detail, decidedBy } = decided;
    table.update(about, { resolved: true, detail, decidedBy, runId: place.runId });
  }
  for (const own of ofRun()) if (own.provisional) table.update(own, { provisional: false });
}

/** The run's conflicts, and those that wait for a person. */
const concerned = ({ tables }: MemoryClient, { registryId, runId }: Place): ConflictRow[] =>
  tables.conflict
    .of(registryId)
    .filter(({ kind, runId: own, resolved }) => kind === "cell" && (own === runId || !resolved));

interface KeptCandidate {
  readonly sideId: string;
  readonly by?: string | null;
  readonly person?: string | null;
}

const candidatesOf = ({ detail }: ConflictRow): readonly KeptCandidate[] =>
  detail.kind === "cell" ? (detail.candidates as readonly KeptCandidate[]) : [];

export function unnamedEditors(
  client: MemoryClient,
  place: Place,
  { sideIds, size }: { readonly sideIds: readonly string[]; readonly size: number },
): Editor[] {
  const found = concerned(client, place)
    .flatMap(candidatesOf)
    .flatMap(({ sideId, by, person }) => {
      const isUnnamed = typeof by === "string" && (person ?? null) === null && sideIds.includes(sideId);
      return isUnnamed ? [{ sideId, by }] : [];
    });
  const groups = [...Map.groupBy(found, ({ sideId, by }) => JSON.stringify([sideId, by])).values()];
  const sorted = groups
    .flatMap((group) => (group[0] ? [{ ...group[0], count: group.length }] : []))
    .sort((a, b) => b.count - a.count || compareText(a.sideId, b.sideId) || compareText(a.by, b.by));
  return sorted.slice(0, size).map(({ sideId, by }) => ({ sideId, by }));
}

export function nameCandidates(client: MemoryClient, place: Place, named: readonly NamedEditor[]): void {
  const names = new Map(named.map(({ sideId, by, name }) => [JSON.stringify([sideId, by]), name]));
  for (const conflict of concerned(client, place)) {
    const own = candidatesOf(conflict);
    const nameOf = ({ sideId, by }: KeptCandidate) => names.get(JSON.stringify([sideId, by]));
    if (!own.some((one) => nameOf(one) !== undefined)) continue;
    const candidates = own.map((one) => {
      const person = nameOf(one);
      return person === undefined ? one : { ...one, person };
    });
    const detail = storedJson({ ...conflict.detail, candidates }) as ConflictRow["detail"];
    client.tables.conflict.update(conflict, { detail });
  }
}
