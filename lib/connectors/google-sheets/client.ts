import { JWT, OAuth2Client } from "google-auth-library";
import { drive } from "googleapis/build/src/apis/drive/index.js";
import { sheets, type sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import { type GoogleCredentials, type GoogleOptions, SERVICE_SCOPES } from "./config";
import { type Failure, failureOf, unsent } from "./failure";

/** The service-account client has this address built in, so it is changed where a request leaves. */
const TOKEN_ORIGIN = "https://oauth2.googleapis.com";
const READ_TIMEOUT_MS = 90_000;
/** Google itself gives up after 180 s; beyond this a write is of unknown outcome. */
const WRITE_TIMEOUT_MS = 185_000;

export type Answer<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly failure: Failure };

export interface FoundSpreadsheet {
  readonly id: string;
  readonly name: string;
  /** Null: Google did not say. */
  readonly mayEdit: boolean | null;
}

/** Each method is one call to Google, tried once; token calls come on top when a token is due. */
export interface GoogleClient {
  /** Gets a token; `scope` is what it was granted for, null if Google did not say. */
  authorize(): Promise<Answer<{ readonly scope: string | null }>>;
  /** Spreadsheets whose name contains `name`, newest first, at most `limit`. */
  listSpreadsheets(name: string, limit: number): Promise<Answer<readonly FoundSpreadsheet[]>>;
  /** Whose files these are; null where Google does not say. */
  about(): Promise<Answer<{ readonly id: string; readonly email: string } | null>>;
  /** `ranges` in A1 notation; `fields` is a partial-response mask. */
  getSpreadsheet(
    spreadsheetId: string,
    ranges: readonly string[],
    fields: string,
  ): Promise<Answer<sheets_v4.Schema$Spreadsheet>>;
  createSpreadsheet(requestBody: sheets_v4.Schema$Spreadsheet): Promise<Answer<sheets_v4.Schema$Spreadsheet>>;
  batchUpdate(
    spreadsheetId: string,
    requestBody: sheets_v4.Schema$BatchUpdateSpreadsheetRequest,
    fields: string,
  ): Promise<Answer<sheets_v4.Schema$BatchUpdateSpreadsheetResponse>>;
}

/** The official clients with retries off and every request, tokens included, through `fetch`. */
export function openGoogleClient(
  credentials: GoogleCredentials,
  fetch: typeof globalThis.fetch,
  options: GoogleOptions,
): GoogleClient {
  const fetchImplementation = leave(fetch, options.oauthUrl);
  const auth = authClient(credentials, fetchImplementation);
  const api = {
    auth,
    fetchImplementation,
    retry: false,
    universeDomain: "googleapis.com",
    ...(options.apiUrl === undefined ? {} : { rootUrl: options.apiUrl }),
  };
  const sheetsApi = sheets({ version: "v4", ...api });
  const driveApi = drive({ version: "v3", ...api });
  return {
    authorize: () =>
      answer(async () => {
        const { token } = await auth.getAccessToken();
        return { data: { token: token ?? null, scope: auth.credentials.scope ?? null } };
      }),
    listSpreadsheets: async (name, limit) => {
      const found = await answer(() =>
        driveApi.files.list(
          {
            q: driveQuery(name),
            pageSize: limit,
            orderBy: "modifiedTime desc",
            fields: "files(id,name,capabilities(canEdit))",
            supportsAllDrives: true,
            includeItemsFromAllDrives: true,
          },
          { timeout: READ_TIMEOUT_MS },
        ),
      );
      if (!found.ok) return found;
      const files = (found.data.files ?? []).slice(0, limit);
      return {
        ok: true,
        data: files.flatMap(({ id, name: title, capabilities }) =>
          id ? [{ id, name: title ?? id, mayEdit: capabilities?.canEdit ?? null }] : [],
        ),
      };
    },
    about: async () => {
      const told = await answer(() =>
        driveApi.about.get({ fields: "user(permissionId,emailAddress)" }, { timeout: READ_TIMEOUT_MS }),
      );
      if (!told.ok) return told;
      const { permissionId: id, emailAddress: email } = told.data.user ?? {};
      return { ok: true, data: id && email ? { id, email } : null };
    },
    getSpreadsheet: (spreadsheetId, ranges, fields) =>
      answer(() =>
        sheetsApi.spreadsheets.get(
          { spreadsheetId, ranges: [...ranges], fields, prettyPrint: false },
          { timeout: READ_TIMEOUT_MS },
        ),
      ),
    createSpreadsheet: (requestBody) =>
      written(auth, () =>
        sheetsApi.spreadsheets.create(
          { requestBody, fields: "spreadsheetId", prettyPrint: false },
          { timeout: WRITE_TIMEOUT_MS },
        ),
      ),
    batchUpdate: (spreadsheetId, requestBody, fields) =>
      written(auth, () =>
        sheetsApi.spreadsheets.batchUpdate(
          { spreadsheetId, requestBody, fields, prettyPrint: false },
          { timeout: WRITE_TIMEOUT_MS },
        ),
      ),
  };
}

type FetchImplementation = (...args: Parameters<typeof globalThis.fetch>) => Promise<Response>;

/** Hands the guarded fetch a plain request only: the client adds its whole configuration to `init`. */
function leave(fetch: typeof globalThis.fetch, oauthUrl: string | undefined): FetchImplementation {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const target =
      oauthUrl !== undefined && url.origin === TOKEN_ORIGIN
        ? new URL(`${oauthUrl.replace(/\/+$/, "")}${url.pathname}${url.search}`)
        : url;
    return fetch(target, {
      method: init?.method ?? "GET",
      redirect: "error",
      ...(init?.headers === undefined ? {} : { headers: init.headers }),
      ...(init?.body === undefined || init.body === null ? {} : { body: init.body }),
      ...(init?.signal === undefined || init.signal === null ? {} : { signal: init.signal }),
    });
  };
}

function authClient(
  credentials: GoogleCredentials,
  fetchImplementation: FetchImplementation,
): OAuth2Client | JWT {
  const common = {
    // Its interceptors write tokens and bodies to a debug log.
    useAuthRequestParameters: false,
    // The token calls ask for retries of their own; this answers for them all.
    transporterOptions: {
      fetchImplementation,
      timeout: READ_TIMEOUT_MS,
      retryConfig: { shouldRetry: () => false },
    },
  };
  if ("serviceAccount" in credentials) {
    const { client_email: email, private_key: key } = credentials.serviceAccount;
    return new JWT({ ...common, email, key, scopes: [...SERVICE_SCOPES] });
  }
  if ("accessToken" in credentials) {
    const { accessToken: access_token, scope } = credentials;
    return new OAuth2Client({ ...common, credentials: { access_token, ...(scope && { scope }) } });
  }
  const { clientId, clientSecret, refreshToken } = credentials;
  return new OAuth2Client({
    ...common,
    clientId,
    clientSecret,
    credentials: { refresh_token: refreshToken },
  });
}

/** The client would fetch a token that is due inside the write, whose outcome would then seem to be unknown. */
async function written<T>(auth: OAuth2Client | JWT, call: () => Promise<{ data: T }>): Promise<Answer<T>> {
  const token = await answer(async () => ({ data: await auth.getAccessToken() }));
  return token.ok ? answer(call) : { ok: false, failure: unsent(token.failure) };
}

/** A cut or foreign body parses to text, which is no answer. */
async function answer<T>(call: () => Promise<{ data: T }>): Promise<Answer<T>> {
  try {
    const { data } = await call();
    if (typeof data !== "object" || data === null) {
      return { ok: false, failure: { kind: "unavailable", guard: null } };
    }
    return { ok: true, data };
  } catch (thrown) {
    return { ok: false, failure: failureOf(thrown) };
  }
}

/** Drive's query language: backslash and quote are escaped by a backslash. */
function driveQuery(name: string): string {
  const base = "mimeType = 'application/vnd.google-apps.spreadsheet' and trashed = false";
  const text = name.trim().slice(0, 200).replace(/[\\']/g, "\\$&");
  return text === "" ? base : `${base} and name contains '${text}'`;
}
