import { json, type SandboxRequest, type SandboxResponse } from "../server";
import { callerOf, requireScope } from "./access";
import { COPY_SHEET_METHOD } from "./copy-sheet-method";
import { DATA_FILTER_METHODS } from "./data-filter-methods";
import { DRIVE_METHODS } from "./drive";
import { CHANGE_METHODS } from "./drive-changes";
import { DRIVE_WRITE_METHODS } from "./drive-write";
import { badField, GoogleError, invalidArgument, notReproduced } from "./errors";
import { answerAfter, answerBefore, refusal, TOO_LATE } from "./fault-answer";
import { FieldMask, parseMask } from "./field-mask";
import { withoutIdleSlash } from "./idle-slash";
import { METADATA_METHODS } from "./metadata-methods";
import type { Call, Method } from "./methods";
import { answerOauth } from "./oauth";
import { answerPicker } from "./picker/routes";
import { readablePath } from "./readable-path";
import { checkShape } from "./shape";
import { SPREADSHEET_METHODS } from "./spreadsheet-methods";
import { APPEND_METHOD } from "./values-append";
import { VALUES_METHODS } from "./values-methods";
import type { World } from "./world";

const METHODS: readonly Method[] = [
  APPEND_METHOD,
  ...VALUES_METHODS,
  ...DATA_FILTER_METHODS,
  ...METADATA_METHODS,
  COPY_SHEET_METHOD,
  ...SPREADSHEET_METHODS,
  ...DRIVE_METHODS,
  ...DRIVE_WRITE_METHODS,
  ...CHANGE_METHODS,
];

const LONGEST_MS = 180_000;

/** Answers one request: a fault first where one is armed, then the method. */
export async function answer(world: World, asked: SandboxRequest): Promise<SandboxResponse> {
  const request = { ...asked, url: withoutIdleSlash(asked.url) };
  const { pathname } = request.url;
  world.library.publishDue(world.settings.driveLagMs);
  const method = METHODS.find((one) => one.verb === request.method && one.path.test(pathname));
  if (method !== undefined) world.tally.count(method.id, method.metering);
  const fault = world.faults.next(request.method, readablePath(request.url));
  const before = answerBefore(world, fault, method);
  if (before !== undefined) return before;
  // Whatever takes longer is given up by the service itself, and nothing of it is done.
  if (fault?.kind === "slow" && fault.delayMs > LONGEST_MS) return refusal(TOO_LATE, method);
  if (fault?.kind === "slow") await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  const answered = method === undefined ? other(world, request) : call(world, request, method);
  return fault === undefined ? answered : answerAfter(fault, answered, method);
}

/** What is no method of Sheets or Drive: OAuth, the Picker, or a path that the sandbox does not have. */
function other(world: World, request: SandboxRequest): SandboxResponse {
  const served = answerOauth(world, request) ?? answerPicker(world, request);
  if (served !== undefined) return served;
  const known = /^\/(v4\/spreadsheets|drive\/v3)\b/.test(request.url.pathname);
  if (known) return refusal(notReproduced(`${request.method} ${request.url.pathname}`), undefined);
  return {
    status: 404,
    headers: { "content-type": "text/html; charset=UTF-8" },
    body: "<p>404. Not found.</p>",
  };
}

function call(world: World, request: SandboxRequest, method: Method): SandboxResponse {
  try {
    const caller = callerOf(request, world.accounts, (clientId) => world.projectOf(clientId));
    const drive = method.id.startsWith("drive.");
    requireScope(caller, method.scopes, drive ? "drive.googleapis.com" : "sheets.googleapis.com");
    if (drive) world.driveQuota.take(method, caller.email, caller.project);
    if (method.metering !== "none") world.quota.take(method.metering, caller.email, caller.project);
    const { searchParams: query } = request.url;
    checkQuery(query, method);
    const fields = query.get("fields");
    const result = method.run({
      world,
      caller,
      path: (method.path.exec(request.url.pathname) ?? []).slice(1).map(decodePart),
      query,
      body: bodyOf(request, method),
      mask: fields === null || fields === "" ? FieldMask.everything() : parseMask(fields, "fields"),
      masked: fields !== null && fields !== "",
    } satisfies Call);
    return result === undefined ? { status: 204, body: "" } : json(200, result);
  } catch (error) {
    if (error instanceof GoogleError) return refusal(error, method);
    throw error;
  }
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalidArgument("Malformed path.");
  }
}

function bodyOf(request: SandboxRequest, method: Method): unknown {
  if (method.body === undefined) return undefined;
  const text = request.body.toString("utf8");
  let body: unknown = {};
  try {
    if (text.trim() !== "") body = JSON.parse(text);
  } catch {
    throw badField("", "Invalid JSON payload received. Parse error.");
  }
  checkShape(body, method.body);
  return body;
}

const EVERYWHERE: Readonly<Record<string, string>> = {
  fields: "string",
  alt: "json|media|proto",
  prettyPrint: "bool",
  key: "string",
  quotaUser: "string",
  access_token: "string",
  oauth_token: "string",
  uploadType: "string",
  upload_protocol: "string",
  userIp: "string",
  callback: "string",
  "$.xgafv": "1|2",
};

function checkQuery(query: URLSearchParams, method: Method): void {
  for (const [name, value] of query) {
    const kind = method.query[name] ?? EVERYWHERE[name];
    if (kind === undefined)
      throw badField(
        "",
        `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. ` +
          `Field '${name}' could not be found in request message.`,
      );
    const fits =
      kind === "bool"
        ? value === "true" || value === "false"
        : kind === "int"
          ? /^-?\d+$/.test(value)
          : !kind.includes("|") || kind.split("|").includes(value);
    if (!fits) throw badField(name, `Invalid value at '${name}', "${value.slice(0, 80)}"`);
  }
}
