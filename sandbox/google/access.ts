import type { SandboxRequest } from "../server";
import type { Accounts } from "./accounts";
import { forbidden, GoogleError, notFound } from "./errors";
import type { Book } from "./grid";
import type { Library } from "./library";

export interface Caller {
  readonly email: string;
  readonly project: string;
  readonly scopes: readonly string[];
}

const SCOPE = "https://www.googleapis.com/auth/";

export const SHEETS_WRITE: readonly string[] = ["drive", "drive.file", "spreadsheets"];
export const SHEETS_READ: readonly string[] = [...SHEETS_WRITE, "drive.readonly", "spreadsheets.readonly"];
export const DRIVE_READ: readonly string[] = [
  "drive",
  "drive.file",
  "drive.readonly",
  "drive.metadata",
  "drive.metadata.readonly",
];

export const DRIVE_WRITE: readonly string[] = ["drive", "drive.file"];

/** Who calls. 401 for a token that is unknown, expired or revoked; 403 without any. */
export function callerOf(
  request: SandboxRequest,
  accounts: Accounts,
  projectOf: (clientId: string) => string,
): Caller {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const presented = bearer ?? request.url.searchParams.get("access_token") ?? undefined;
  if (presented === undefined)
    throw new GoogleError(
      403,
      "PERMISSION_DENIED",
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or " +
        "other form of API consumer identity to call this API.",
    );
  const token = accounts.tokenOf(presented);
  if (token === undefined) throw unauthenticated();
  return { email: token.email, project: projectOf(token.clientId), scopes: token.scopes };
}

const unauthenticated = (): GoogleError =>
  new GoogleError(
    401,
    "UNAUTHENTICATED",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid " +
      "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    [
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason: "ACCESS_TOKEN_INVALID",
        domain: "googleapis.com",
      },
    ],
  );

/** 403 unless the token carries one of the scopes (short names). */
export function requireScope(caller: Caller, accepted: readonly string[], service: string): void {
  if (accepted.some((name) => caller.scopes.includes(SCOPE + name))) return;
  throw new GoogleError(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
      domain: "googleapis.com",
      metadata: { service },
    },
  ]);
}

/** Whether a caller whose widest matching scope is `drive.file` may see this file. */
function pickedOnly(caller: Caller, book: Book, accepted: readonly string[]): boolean {
  const wider = accepted.some((name) => name !== "drive.file" && caller.scopes.includes(SCOPE + name));
  return !wider && !book.projects.includes(caller.project);
}

/**
 * The spreadsheet, for reading or writing. 404 when it does not exist, or exists outside what `drive.file` shows;
 * 403 when the person has no access, or reads only and would write.
 */
export function openBook(library: Library, id: string, caller: Caller, accepted: readonly string[]): Book {
  const book = library.get(id);
  if (book === undefined || pickedOnly(caller, book, accepted)) throw notFound();
  const role = book.people[caller.email];
  if (role === undefined) throw forbidden();
  if (role === "reader" && accepted === SHEETS_WRITE) throw forbidden();
  return book;
}

/** Drive hides what it may not show: one answer for missing, unshared and not picked. */
export function visibleInDrive(book: Book | undefined, caller: Caller): book is Book {
  return (
    book !== undefined && book.people[caller.email] !== undefined && !pickedOnly(caller, book, DRIVE_READ)
  );
}
