import "server-only";
import type { LoadedRun, RunTransaction } from "@/lib/db/run-store";
import { isWriting } from "@/lib/engine/run-advance";
import type { Actor, Entry } from "@/lib/ledger/envelope";
import { commitDecisions } from "./commit";
import { type EntryOf, writtenEntry } from "./ledger-entries";
import { plannedBy, type RunProgress } from "./progress";
import type { RunSession } from "./session";
import type { OpenSide } from "./sides";

/**
 * The runs that failed, or lost the registry, in the middle of a chunk; a run that does not write leaves them alone. Asked
 * once under a lease: while a worker has the registry nobody else writes.
 */
export async function leftRuns(session: RunSession): Promise<readonly LoadedRun[]> {
  session.left ??= await findLeft(session);
  return session.left;
}

async function findLeft({ store, registry, run }: RunSession): Promise<readonly LoadedRun[]> {
  if (!isWriting(run.kind)) return [];
  const ids = await store.transact((tx) => tx.leftRuns({ registryId: registry.id, runId: run.id }));
  const loaded = await Promise.all(ids.map((id) => store.load(id)));
  return loaded.filter((one) => one !== null);
}

/**
 * Commits what other runs have written and not committed, before anything is compared: a value of ours would else look like
 * an edit of that side, made when we wrote it. What they had not done of those rows by then, they will not do: the
 * sides are told by the next plan. Answers the entries of it: each run notes its own writes when it ends, but one that
 * has ended knew nothing of what is ended here.
 */
export async function settleLeft(
  tx: RunTransaction,
  left: readonly LoadedRun[],
  opened: readonly OpenSide[],
): Promise<Entry[]> {
  const sides = new Map(opened.map((side) => [side.definition.id, side]));
  const entries: Entry[] = [];
  for (const { run, registry } of left) {
    const progress = run.progress as unknown as RunProgress;
    const { chunk } = progress.state;
    const before = await tx.operationsOfChunk(run.id, chunk);
    await tx.voidOvertaken({ ...plannedBy({ run, registry, progress }), chunk, isOld: false });
    const begun = new Set(before.flatMap(({ status, rowId }) => (status === "done" ? [rowId] : [])));
    await tx.overtakeRows(run.id, [...begun]);
    const decisions = (await tx.uncommittedDecisions(run.id, chunk)).filter(({ rowId }) => begun.has(rowId));
    const operations = await tx.operationsOfChunk(run.id, chunk);
    const owner = { run, registry, actor: run.trigger as Actor };
    entries.push(...(await commitDecisions(owner, tx, { decisions, operations, sides })));
    if (run.status !== "failed" && run.status !== "stopped") continue;
    const planned = new Set(before.flatMap((own) => (own.status === "planned" ? [own.ordinal] : [])));
    const ended = operations.filter(({ ordinal, status }) => planned.has(ordinal) && status !== "planned");
    entries.push(...ended.map((operation) => writtenEntry(owner, operation)));
  }
  return entries;
}

/** A run that ends in the middle of a chunk does not commit it any more; what it had written by then is in the ledger all the same. */
export async function leftEntries(
  tx: RunTransaction,
  owner: EntryOf,
  { state: { chunk, chunks } }: RunProgress,
): Promise<Entry[]> {
  if (chunk >= chunks) return [];
  const operations = await tx.operationsOfChunk(owner.run.id, chunk);
  return operations
    .filter(({ status }) => status !== "planned")
    .map((operation) => writtenEntry(owner, operation));
}
