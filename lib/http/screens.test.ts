import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { allOperations } from "./operations/all";

/**
 * What each server action of the screens is in the API; null = it is the browser's own affair. How people sign in is: a
 * key that leaked must not open another way in.
 */
const ACTIONS: Readonly<Record<string, string | null>> = {
  addColumns: "addDraftColumns",
  applyPreset: "applyAccessPreset",
  approve: "approveRun",
  askSurvey: "requestSurvey",
  askSurveyAgain: "requestSurvey",
  begin: "beginDraft",
  askAgain: "askNotificationAddress",
  // Only a person who has just signed in deletes an organization: no key can.
  beginDeletion: null,
  beginWithTemplate: "beginDraft",
  changeLimits: "changeRule",
  changeMember: "changeMember",
  check: "checkConnection",
  checkDomain: null,
  checkDrift: "requestRun",
  choose: "resolveConflict",
  chooseAll: "resolveConflicts",
  chooseTheme: null,
  connect: "createConnection",
  createKey: "createApiKey",
  discardDraft: "putSchema",
  disconnect: "disconnectConnection",
  dropChannel: "deleteNotificationChannel",
  dropDomain: null,
  dropDraftForGood: "dropDraft",
  dropMember: "removeMember",
  dropProvider: null,
  goLive: "updateRegistry",
  importFrom: "importSchema",
  invite: "inviteMember",
  keep: null,
  keepOut: "excludePairs",
  letAlwaysIn: null,
  makeColumn: "addRegistryColumns",
  makeFieldRule: "makeRule",
  mend: "mendIssue",
  makePlace: "createPlace",
  muteChannel: "changeNotificationChannel",
  muteNotices: "muteRegistry",
  newChannel: "createNotificationChannel",
  newDomain: null,
  newSecret: "rotateWebhookSecret",
  pause: "pauseRegistry",
  // A token for the dialog of Google in this browser.
  pickerAccess: null,
  previewMapping: "previewRegistry",
  previewAll: "resolveConflicts",
  propose: "proposeSchema",
  publishDraft: "publishSchema",
  readAgain: null,
  recheckAll: "recheckRegistry",
  reconnect: "reconnectConnection",
  reject: "rejectRun",
  relook: "lookAgain",
  remove: "deleteConnection",
  removeOptionSet: "deleteOptionSet",
  removeRegistry: "deleteRegistry",
  rename: "renameConnection",
  reopen: "reopenConflict",
  reopenAll: "reopenConflicts",
  requireBy: null,
  restoreToMoment: "restoreRegistry",
  restoreToVersion: "restoreRow",
  resume: "resumeRegistry",
  retryGroup: "retryIssues",
  retryOne: "retryIssue",
  revokeKey: "revokeApiKey",
  // Answers to calls are kept for repetition; the password in this one is kept nowhere.
  roleScript: null,
  runNow: "requestRun",
  saveDraft: "changeDraft",
  saveChannel: "changeNotificationChannel",
  saveName: "renameOrganization",
  saveOptionSet: "putOptionSet",
  saveProvider: null,
  saveSchema: "putSchema",
  saveSettings: "updateRegistry",
  seek: "listRegistries",
  sendAgain: "resendNotification",
  sendTest: "testNotificationChannel",
  signOut: null,
  skipGroup: "skipIssues",
  startInShadow: "requestRun",
  startNow: "startDraft",
  startRun: "requestRun",
  // Asked only of somebody who has just been to a provider's page.
  takeOtherAccount: null,
  takeRead: null,
  takeUp: "includePairs",
  tryKept: "previewSchema",
  tryOut: "tryDraft",
  turnOn: "enableNotificationChannel",
  turnProvider: null,
  undo: "undoRun",
  uninvite: "takeBackInvitation",
  unmuteNotices: "unmuteRegistry",
};

/**
 * What the screens use that no call answers as it stands: put together of these; null = names of people, for members, and
 * what only a person in a browser does.
 */
const VIEWS: Readonly<Record<string, readonly string[] | null>> = {
  CONSENT_ENDINGS: null,
  GRACE_DAYS: null,
  NotOpened: ["createConnection"],
  acceptOtherAccount: null,
  addDomain: null,
  addProvider: null,
  beginFromTemplate: ["listTemplates", "beginDraft"],
  beginOwnDraft: ["listDrafts", "beginDraft"],
  closeOrganization: null,
  configureProvider: null,
  consentKinds: null,
  consentParts: null,
  countOpenItems: ["getOverview"],
  createTriedConnection: ["createConnection", "checkConnection"],
  deleteProvider: null,
  findHeldRun: ["getHeldRun"],
  findIssueGroup: ["listIssues"],
  findOtherAccount: null,
  keepOrganization: null,
  listCallBudgets: ["listConnections", "getCallBudget"],
  listScheduleOptions: ["describeMe"],
  listSpreadsheets: ["getConnection", "listLocations"],
  lookAtSignIn: null,
  makeRoleScript: null,
  nameActors: null,
  openPicker: null,
  providerInput: null,
  readAgain: ["lookAgain", "requestSurvey"],
  readMetadataAgain: null,
  registriesByConnection: ["listConnections", "listRegistries"],
  removeDomain: null,
  requireSignInBy: null,
  returnPath: null,
  roleScriptInput: null,
  seekAnything: ["listRegistries", "listRows"],
  setBreakGlass: null,
  subjectOf: ["listAttention"],
  switchProvider: null,
  takeMetadata: null,
  verifyDomain: null,
};

const ROOT = path.resolve(import.meta.dirname, "../..");
const calls = new Set(allOperations.map(({ id }) => id));

function sourcesIn(folder: string): string[] {
  const at = path.join(ROOT, folder);
  return readdirSync(at, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes(".test."))
    .map((file) => readFileSync(path.join(at, file), "utf8"));
}

/** The use cases that these folders import, types left out. */
function useCasesOf(...folders: readonly string[]): Set<string> {
  const imports = /import \{([^}]*)\} from "@\/lib\/services\//g;
  const names = folders
    .flatMap(sourcesIn)
    .flatMap((text) => [...text.matchAll(imports)].flatMap(([, list]) => (list ?? "").split(",")))
    .map((name) => name.trim());
  return new Set(names.filter((name) => name !== "" && !name.startsWith("type ")));
}

test("every action of the screens is a call of the API", () => {
  const exported = /export (?:async function|const) (\w+)/g;
  const actions = sourcesIn("app/(dashboard)")
    .filter((text) => text.startsWith('"use server"'))
    .flatMap((text) => [...text.matchAll(exported)].map(([, name]) => name ?? ""));
  expect(Object.keys(ACTIONS).sort()).toEqual(actions.sort());
  const named = Object.values(ACTIONS).filter((call) => call !== null);
  expect(named.filter((call) => !calls.has(call))).toEqual([]);
});

test("everything that the screens show is an answer of the API, or put together of answers", () => {
  const answered = useCasesOf("app/api/v1", "lib/http");
  const shown = [...useCasesOf("app/(dashboard)")].filter((name) => !answered.has(name));
  expect(shown.sort()).toEqual(Object.keys(VIEWS).sort());
  const named = Object.values(VIEWS).flatMap((call) => call ?? []);
  expect(named.filter((call) => !calls.has(call))).toEqual([]);
});

test("no action makes a text of whatever it was sent: an object may have none", () => {
  const actions = sourcesIn("app").filter((text) => text.startsWith('"use server"'));
  expect(actions.length).toBeGreaterThan(15);
  expect(actions.filter((text) => /\bString\(/.test(text))).toEqual([]);
});
