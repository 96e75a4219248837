import { DRIVE_READ, visibleInDrive } from "./access";
import { fileOf, fileView, SPREADSHEET_MIME, shownFile, userView } from "./drive-file";
import { GoogleError, invalidArgument } from "./errors";
import type { Book } from "./grid";
import type { Method } from "./methods";

const get: Method = {
  id: "drive.files.get",
  verb: "GET",
  path: /^\/drive\/v3\/files\/([^/]+)$/,
  metering: "none",
  scopes: DRIVE_READ,
  query: {
    supportsAllDrives: "bool",
    supportsTeamDrives: "bool",
    acknowledgeAbuse: "bool",
    includePermissionsForView: "string",
    includeLabels: "string",
  },
  run(call) {
    const book = fileOf(call, call.path[0] ?? "");
    return shownFile(call, book);
  },
};

const list: Method = {
  id: "drive.files.list",
  verb: "GET",
  path: /^\/drive\/v3\/files$/,
  metering: "none",
  scopes: DRIVE_READ,
  query: {
    q: "string",
    pageSize: "int",
    pageToken: "string",
    orderBy: "string",
    spaces: "string",
    corpora: "string",
    supportsAllDrives: "bool",
    includeItemsFromAllDrives: "bool",
  },
  run(call) {
    const wanted = filterOf(call.query.get("q") ?? "");
    const size = Math.min(Math.max(Number(call.query.get("pageSize") ?? 100), 1), 1000);
    const from = Number(call.query.get("pageToken") ?? 0);
    const found = call.world.library
      .list()
      .filter((book) => visibleInDrive(book, call.caller) && wanted(book))
      .sort((a, b) => b.published.modifiedTime - a.published.modifiedTime);
    const more = found.length > from + size;
    const files = found.slice(from, from + size).map((book) => fileView(call, book));
    const answer = {
      kind: "drive#fileList",
      incompleteSearch: false,
      ...(more ? { nextPageToken: String(from + size) } : {}),
      files: call.masked
        ? files
        : files.map(({ kind, id, name, mimeType }) => ({ kind, id, name, mimeType })),
    };
    return call.mask.pick(answer);
  },
};

/** Outside quotes: what follows it is whole texts and nothing half. */
const AND = /\s+and\s+(?=(?:[^'\\]|\\.|'(?:[^'\\]|\\.)*')*$)/i;

/** The conditions a picker of spreadsheets needs, joined by `and`; 400 for any other. */
function filterOf(q: string): (book: Book) => boolean {
  const conditions = q.trim() === "" ? [] : q.split(AND).map((part) => part.trim());
  const tests = conditions.map((text): ((book: Book) => boolean) => {
    const quoted = /^(mimeType|name)\s*(=|!=|contains)\s*'((?:[^'\\]|\\.)*)'$/.exec(text);
    const flag = /^(trashed)\s*(=|!=)\s*(true|false)$/.exec(text);
    if (flag !== null) return (book) => (book.trashed === (flag[3] === "true")) === (flag[2] === "=");
    if (quoted === null) throw invalidArgument("Invalid Value");
    const wanted = (quoted[3] ?? "").replace(/\\(.)/g, "$1").toLowerCase();
    const value = (book: Book): string =>
      (quoted[1] === "name" ? book.title : SPREADSHEET_MIME).toLowerCase();
    if (quoted[2] === "contains") return (book) => value(book).includes(wanted);
    return (book) => (value(book) === wanted) === (quoted[2] === "=");
  });
  return (book) => tests.every((test) => test(book));
}

const about: Method = {
  id: "drive.about.get",
  verb: "GET",
  path: /^\/drive\/v3\/about$/,
  metering: "none",
  scopes: DRIVE_READ,
  query: {},
  run(call) {
    if (!call.masked)
      throw new GoogleError(
        400,
        "required",
        "The 'fields' parameter is required for this method. For more information, see " +
          "https://developers.google.com/workspace/drive/api/guides/fields-parameter",
        [{ location: "fields", locationType: "parameter" }],
      );
    return call.mask.pick({ kind: "drive#about", user: userView(call, call.caller.email) });
  },
};

/** Drive v3, as far as a connector of spreadsheets needs it. */
export const DRIVE_METHODS: readonly Method[] = [about, get, list];

/** The older error body that Drive v3 still answers with. */
export function driveBody(error: GoogleError): unknown {
  const reasons: Record<string, string> = {
    UNAUTHENTICATED: "authError",
    PERMISSION_DENIED: "insufficientPermissions",
    INVALID_ARGUMENT: "invalid",
    NOT_FOUND: "notFound",
    RESOURCE_EXHAUSTED: "userRateLimitExceeded",
    UNAVAILABLE: "backendError",
    INTERNAL: "internalError",
  };
  const place = error.details[0];
  const located = place !== null && typeof place === "object" && "location" in place ? place : {};
  // Limits are the one kind of refusal that has a domain of its own.
  const domain = /RateLimitExceeded$|^rateLimitExceeded$/.test(error.status) ? "usageLimits" : "global";
  const reason = reasons[error.status] ?? error.status;
  return {
    error: {
      errors: [{ domain, reason, message: error.message, ...located }],
      code: error.code,
      message: error.message,
    },
  };
}
