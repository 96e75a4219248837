import "server-only";
import { withOrg } from "./control";
import { currentOptions, listOptionSets, noteChangedOptions } from "./option-sets";
import { findRegistry, type RegistryDefinition } from "./registries";
import { type RowClient, recordRows, transactionTime, withRows } from "./row-store";
import { claimRows, noteRowsOver, resumeOverLimit, rowUse } from "./row-use";
import { approvalStands } from "./rows/approver";
import { openIssues } from "./rows/browse-issues";
import { collectCandidates, readCandidates, takenKeys } from "./rows/candidates";
import { carryUnseen, hasStrangers, keepOpen, setSideMark, sideMarks, unstage } from "./rows/carry";
import {
  commitRows,
  deletedSince,
  overtakeRows,
  revisionOf,
  uncommittedDecisions,
  voidOvertaken,
} from "./rows/commit";
import { nameCandidates, unnamedEditors } from "./rows/conflict-editors";
import { closeMendedConflicts, storeConflicts } from "./rows/conflicts";
import { decisiveAbsences } from "./rows/decisive-absences";
import { driftOf } from "./rows/drift";
import { dropExclusions, storeExclusions } from "./rows/exclusions";
import { addFlow, earlierSources } from "./rows/flow";
import { identifyRecords } from "./rows/identify";
import { closeUnseenIssues, markKnown, newlyInvalid, reportIssues } from "./rows/issues";
import { acknowledgedAt, linkedRows, linksOfRows, unacknowledge } from "./rows/links";
import {
  changedRows,
  dropOperations,
  lastUnsureCreate,
  leftRuns,
  markSent,
  noteUnanswered,
  operationsOfChunk,
  pendingOperations,
  planCounts,
  recordOutcomes,
  takeBackSent,
} from "./rows/operations";
import {
  choicesOf,
  dropWishesOfGone,
  rowsAt,
  rowsChangedSince,
  rowsOfPlan,
  rowsOfRun,
  rowVersion,
  takeWishes,
  versionsOfRun,
} from "./rows/orders";
import { markDirty, orphansOfPlan, registriesWaitingFor } from "./rows/orphans";
import { clearPlan, storeDecisions, storeOperations } from "./rows/plan-store";
import { goneRows, readmitRecords } from "./rows/readmit";
import { referencesOfRows, rowsOfReferences, sideOnConnection } from "./rows/references";
import { lostRecords, takeForRenamed, unknownRecords } from "./rows/renames";
import {
  censusOf,
  dropStaged,
  markMissingAbsent,
  missingLocators,
  presentCount,
  sealOf,
  stagedCount,
  stageGone,
  stageRecords,
  stageReplaced,
} from "./rows/stage";
import { verifyRegistry } from "./rows/verify";
import {
  changeRegistryState,
  changeRun,
  closeRegistryRun,
  endTurn,
  holdFence,
  lastCompleteLook,
  releaseLease,
  scheduleRegistry,
  supersedeHeldRuns,
  takeLease,
} from "./run-progress";
import { findRun, type StoredRun } from "./runs";
import { findPublishedSchema } from "./schemas";

/** Everything that the steps of a run ask of its store within one transaction. */
const CALLS = {
  acknowledgedAt,
  addFlow,
  approvalStands,
  carryUnseen,
  censusOf,
  changeRegistryState,
  changeRun,
  changedRows,
  choicesOf,
  claimRows,
  clearPlan,
  closeMendedConflicts,
  closeRegistryRun,
  closeUnseenIssues,
  collectCandidates,
  commitRows,
  decisiveAbsences,
  deletedSince,
  driftOf,
  dropExclusions,
  dropOperations,
  dropStaged,
  dropWishesOfGone,
  earlierSources,
  endTurn,
  goneRows,
  hasStrangers,
  holdFence,
  identifyRecords,
  keepOpen,
  lastCompleteLook,
  lastUnsureCreate,
  leftRuns,
  linkedRows,
  linksOfRows,
  lostRecords,
  markDirty,
  markKnown,
  markMissingAbsent,
  markSent,
  missingLocators,
  nameCandidates,
  newlyInvalid,
  noteChangedOptions,
  noteRowsOver,
  noteUnanswered,
  openIssues,
  operationsOfChunk,
  orphansOfPlan,
  overtakeRows,
  pendingOperations,
  planCounts,
  presentCount,
  readCandidates,
  readmitRecords,
  recordOutcomes,
  recordRows,
  referencesOfRows,
  registriesWaitingFor,
  releaseLease,
  reportIssues,
  resumeOverLimit,
  revisionOf,
  rowUse,
  rowVersion,
  rowsAt,
  rowsChangedSince,
  rowsOfPlan,
  rowsOfReferences,
  rowsOfRun,
  scheduleRegistry,
  sealOf,
  setSideMark,
  sideMarks,
  sideOnConnection,
  stageGone,
  stageRecords,
  stageReplaced,
  stagedCount,
  storeConflicts,
  storeDecisions,
  storeExclusions,
  storeOperations,
  supersedeHeldRuns,
  takeBackSent,
  takeForRenamed,
  takeLease,
  takeWishes,
  takenKeys,
  transactionTime,
  uncommittedDecisions,
  unacknowledge,
  unknownRecords,
  unnamedEditors,
  unstage,
  verifyRegistry,
  versionsOfRun,
  voidOvertaken,
};

type Calls = typeof CALLS;

/** A call without its connection: what is left for the caller to say. */
type Bound<Call> = Call extends (client: RowClient, ...rest: infer Rest) => infer Answer
  ? (...rest: Rest) => Answer
  : never;

/**
 * One transaction on a run's rows: all of it is kept, or nothing. What each call does is said where it stands; two
 * stores have them, Postgres and one in memory, and `run-store.test-kit.ts` holds both to the same answers.
 */
export type RunTransaction = { readonly [Name in keyof Calls]: Bound<Calls[Name]> };

export interface LoadedRun {
  readonly run: StoredRun;
  readonly registry: RegistryDefinition;
}

/** The published schema of a registry, and the options of its organization's sets as they are now. */
export interface StoredRules {
  readonly document: unknown;
  readonly optionSets: ReadonlyMap<string, readonly string[]>;
}

/** Where an organization's runs keep everything durable. */
export interface RunStore {
  transact<T>(work: (tx: RunTransaction) => Promise<T>): Promise<T>;
  /** A run and its registry as they stand; null = there is no such run. */
  load(runId: string): Promise<LoadedRun | null>;
  /** Null = the registry has no published schema. */
  rulesOf(registryId: string): Promise<StoredRules | null>;
}

export const postgresRunStore = (organizationId: string): RunStore => ({
  transact: (work) => withRows(organizationId, (client) => work(runTransactionOn(client))),
  load: (runId) =>
    withOrg(organizationId, async (db) => {
      const run = await findRun(db, runId);
      const registry = run && (await findRegistry(db, run.registryId));
      return run && registry ? { run, registry } : null;
    }),
  rulesOf: async (registryId) => {
    const [published, sets] = await withOrg(organizationId, async (db) => [
      await findPublishedSchema(db, registryId),
      await listOptionSets(db),
    ]);
    if (published === null) return null;
    const optionSets = await withRows(organizationId, (client) => currentOptions(client, sets));
    return { document: published.document, optionSets };
  },
});

/** The calls on a connection that is in a transaction and scoped to an organization. */
export function runTransactionOn(client: RowClient): RunTransaction {
  const calls = Object.entries(CALLS) as [string, (client: RowClient, ...rest: unknown[]) => unknown][];
  const entries = calls.map(([name, call]) => [name, (...rest: unknown[]) => call(client, ...rest)]);
  return Object.fromEntries(entries) as RunTransaction;
}
