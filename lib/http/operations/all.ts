import type { z } from "zod";
import type { Operation } from "../operation";
import { activityViews, listActivityOperation } from "./activity";
import { apiKeyViews, createApiKeyOperation, listApiKeysOperation, revokeApiKeyOperation } from "./api-keys";
import { attentionViews, countAttentionOperation, listAttentionOperation } from "./attention";
import { auditOperations, auditViews } from "./audit";
import {
  conflictViews,
  countOpenConflictsOperation,
  getConflictOperation,
  listConflictsOperation,
  makeRuleOperation,
  reopenConflictOperation,
  reopenConflictsOperation,
  resolveConflictOperation,
  resolveConflictsOperation,
} from "./conflicts";
import { connectionAccessOperations, connectionAccessViews } from "./connection-access";
import {
  checkConnectionOperation,
  connectionViews,
  createConnectionOperation,
  deleteConnectionOperation,
  getConnectionOperation,
  listConnectionsOperation,
  listLocationFieldsOperation,
  listLocationsOperation,
} from "./connections";
import { draftAnswerOperations, draftAnswerViews } from "./draft-answers";
import { draftOperations, draftViews } from "./drafts";
import { driftOperation, driftViews, listDriftRowsOperation } from "./drift";
import { heldRunOperations, heldRunViews } from "./held-runs";
import {
  issueViews,
  listIssueRowsOperation,
  listIssuesOperation,
  mendIssueOperation,
  recheckRegistryOperation,
  retryIssueOperation,
  retryIssuesOperation,
  skipIssuesOperation,
} from "./issues";
import {
  excludeOperation,
  includeOperation,
  listCollisionsOperation,
  listExclusionsOperation,
  listMatchesOperation,
  matchingViews,
} from "./matching";
import { describeMeOperation, meViews } from "./me";
import { getComplianceOperation, getFlowOperation, getLatencyOperation, measureViews } from "./measures";
import {
  changeMemberOperation,
  inviteMemberOperation,
  listInvitationsOperation,
  listMembersOperation,
  memberViews,
  removeMemberOperation,
  takeBackInvitationOperation,
} from "./members";
import { channelOperations, channelViews } from "./notification-channels";
import {
  createOptionSetOperation,
  deleteOptionSetOperation,
  getOptionSetOperation,
  listOptionSetsOperation,
  optionSetViews,
  putOptionSetOperation,
} from "./option-sets";
import { renameOrganizationOperation } from "./organization";
import { getOverviewOperation, overviewViews } from "./overview";
import { placeOperations, placeViews } from "./places";
import {
  applyAccessPresetOperation,
  createRegistryOperation,
  deleteRegistryOperation,
  getRegistryOperation,
  listRegistriesOperation,
  pauseRegistryOperation,
  previewRegistryOperation,
  registryViews,
  resumeRegistryOperation,
  updateRegistryOperation,
} from "./registries";
import { addRegistryColumnsOperation, columnViews, listRegistryColumnsOperation } from "./registry-columns";
import { restoreOperations } from "./restores";
import { getRowOperation, listRowHistoryOperation, listRowsOperation, rowViews } from "./rows";
import {
  approveRunOperation,
  getRunOperation,
  listChangesOperation,
  listRunsOperation,
  rejectRunOperation,
  requestRunOperation,
  runViews,
} from "./runs";
import {
  getPublishedSchemaOperation,
  getSchemaOperation,
  importSchemaOperation,
  listSchemasOperation,
  previewSchemaOperation,
  proposeSchemaOperation,
  publishSchemaOperation,
  putSchemaOperation,
  schemaViews,
} from "./schemas";
import { shadowReportOperation, shadowViews } from "./shadow";
import { templateOperations, templateViews } from "./templates";
import { webhookOperations, webhookViews } from "./webhooks";

/** Every call of the API, in the order of its document. */
export const allOperations: readonly Operation[] = (
  [
    describeMeOperation,
    listAttentionOperation,
    countAttentionOperation,
    renameOrganizationOperation,
    listMembersOperation,
    inviteMemberOperation,
    changeMemberOperation,
    removeMemberOperation,
    listInvitationsOperation,
    takeBackInvitationOperation,
    listConnectionsOperation,
    createConnectionOperation,
    getConnectionOperation,
    deleteConnectionOperation,
    checkConnectionOperation,
    ...connectionAccessOperations,
    listLocationsOperation,
    listLocationFieldsOperation,
    ...placeOperations,
    ...templateOperations,
    ...draftOperations,
    ...draftAnswerOperations,
    listRegistriesOperation,
    createRegistryOperation,
    getRegistryOperation,
    listRegistryColumnsOperation,
    addRegistryColumnsOperation,
    updateRegistryOperation,
    previewRegistryOperation,
    applyAccessPresetOperation,
    deleteRegistryOperation,
    pauseRegistryOperation,
    resumeRegistryOperation,
    requestRunOperation,
    listRunsOperation,
    listActivityOperation,
    getRunOperation,
    listChangesOperation,
    listMatchesOperation,
    listCollisionsOperation,
    excludeOperation,
    includeOperation,
    listExclusionsOperation,
    shadowReportOperation,
    driftOperation,
    listDriftRowsOperation,
    getLatencyOperation,
    getFlowOperation,
    getComplianceOperation,
    getOverviewOperation,
    approveRunOperation,
    rejectRunOperation,
    ...heldRunOperations,
    ...restoreOperations,
    listRowsOperation,
    getRowOperation,
    listRowHistoryOperation,
    listConflictsOperation,
    countOpenConflictsOperation,
    resolveConflictsOperation,
    makeRuleOperation,
    getConflictOperation,
    resolveConflictOperation,
    reopenConflictOperation,
    reopenConflictsOperation,
    listIssuesOperation,
    listIssueRowsOperation,
    retryIssueOperation,
    mendIssueOperation,
    retryIssuesOperation,
    skipIssuesOperation,
    recheckRegistryOperation,
    listSchemasOperation,
    getSchemaOperation,
    putSchemaOperation,
    proposeSchemaOperation,
    importSchemaOperation,
    previewSchemaOperation,
    publishSchemaOperation,
    getPublishedSchemaOperation,
    listOptionSetsOperation,
    createOptionSetOperation,
    getOptionSetOperation,
    putOptionSetOperation,
    deleteOptionSetOperation,
    ...auditOperations,
    listApiKeysOperation,
    createApiKeyOperation,
    revokeApiKeyOperation,
    ...webhookOperations,
    ...channelOperations,
  ] as const
).map((operation) => operation as Operation);

/** The views that the document names. */
export const allViews: Readonly<Record<string, z.ZodType>> = {
  ...meViews,
  ...attentionViews,
  ...memberViews,
  ...connectionViews,
  ...connectionAccessViews,
  ...placeViews,
  ...templateViews,
  ...draftViews,
  ...draftAnswerViews,
  ...registryViews,
  ...columnViews,
  ...runViews,
  ...heldRunViews,
  ...rowViews,
  ...conflictViews,
  ...matchingViews,
  ...shadowViews,
  ...driftViews,
  ...measureViews,
  ...overviewViews,
  ...issueViews,
  ...schemaViews,
  ...optionSetViews,
  ...auditViews,
  ...activityViews,
  ...apiKeyViews,
  ...webhookViews,
  ...channelViews,
};
