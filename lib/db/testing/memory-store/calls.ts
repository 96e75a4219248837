import type { RunTransaction } from "../../run-store";
import { collectCandidates, readCandidates, takenKeys } from "./candidates";
import { carryUnseen, hasStrangers, keepOpen, setSideMark, sideMarks, unstage } from "./carry";
import type { MemoryClient } from "./client";
import { commitRows, deletedSince, uncommittedDecisions, voidOvertaken } from "./commit";
import { closeMendedConflicts, nameCandidates, storeConflicts, unnamedEditors } from "./conflicts";
import { driftOf } from "./drift";
import { identifyRecords } from "./identify";
import { closeUnseenIssues, markKnown, newlyInvalid, openIssues, reportIssues } from "./issues";
import { linkedRows, linksOfRows } from "./links";
import {
  changedRows,
  clearPlan,
  dropOperations,
  lastUnsureCreate,
  markSent,
  operationsOfChunk,
  pendingOperations,
  planCounts,
  recordOutcomes,
  rowsOfPlan,
  storeDecisions,
  storeOperations,
  takeBackSent,
} from "./operations";
import { noteChangedOptions } from "./options";
import {
  choicesOf,
  dropExclusions,
  dropWishesOfGone,
  goneRows,
  rowsAt,
  rowsChangedSince,
  rowsOfRun,
  rowVersion,
  storeExclusions,
  takeWishes,
  versionsOfRun,
} from "./orders";
import {
  markDirty,
  orphansOfPlan,
  referencesOfRows,
  registriesWaitingFor,
  rowsOfReferences,
  sideOnConnection,
} from "./relations";
import { lostRecords, readmitRecords, takeForRenamed, unknownRecords } from "./renames";
import {
  changeRegistryState,
  changeRun,
  closeRegistryRun,
  endTurn,
  holdFence,
  lastCompleteLook,
  recordRows,
  releaseLease,
  scheduleRegistry,
  supersedeHeldRuns,
  takeLease,
  transactionTime,
} from "./run-progress";
import { censusOf, dropStaged, markMissingAbsent, missingLocators, sealOf, stageRecords } from "./stage";
import { verifyRegistry } from "./verify";

/** The contract's calls on tables in memory; each is done when it returns. */
export const CALLS: {
  readonly [Name in keyof RunTransaction]: (
    client: MemoryClient,
    ...rest: Parameters<RunTransaction[Name]>
  ) => Awaited<ReturnType<RunTransaction[Name]>>;
} = {
  carryUnseen,
  censusOf,
  changeRegistryState,
  changeRun,
  changedRows,
  choicesOf,
  clearPlan,
  closeMendedConflicts,
  closeRegistryRun,
  closeUnseenIssues,
  collectCandidates,
  commitRows,
  deletedSince,
  driftOf,
  dropExclusions,
  dropOperations,
  dropStaged,
  dropWishesOfGone,
  endTurn,
  goneRows,
  hasStrangers,
  holdFence,
  identifyRecords,
  keepOpen,
  lastCompleteLook,
  lastUnsureCreate,
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
  openIssues,
  operationsOfChunk,
  orphansOfPlan,
  pendingOperations,
  planCounts,
  readCandidates,
  readmitRecords,
  recordOutcomes,
  recordRows,
  referencesOfRows,
  registriesWaitingFor,
  releaseLease,
  reportIssues,
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
  stageRecords,
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
  unstage,
  unknownRecords,
  unnamedEditors,
  verifyRegistry,
  versionsOfRun,
  voidOvertaken,
};
