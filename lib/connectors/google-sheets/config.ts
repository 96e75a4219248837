import { AppError } from "@/lib/errors";
import type { ReadPace, WritePace } from "../connector";

/** Google allows 60 writing calls a minute and person; a tab is read before each batch. */
export const WRITE_PACE: WritePace = { callsPerBatch: 1, rowsPerCall: 2_000, callsPerMinute: 60 };

/** A window holds ten thousand rows; the tab's size is looked at first. Sheets does not tell what changed. */
export const READ_PACE: ReadPace = { rowsPerCall: 10_000, callsPerRead: 1, changes: null };

const AUTH = "https://www.googleapis.com/auth";

/** The files that a person picked or that we made, and no others. Google takes it for harmless. */
export const PICKED_FILES = `${AUTH}/drive.file` as const;

/** All cells of all spreadsheets. */
export const ALL_SPREADSHEETS = `${AUTH}/spreadsheets` as const;

/** A service account's own: to read and write cells, and to find what is shared with it by name. */
export const SERVICE_SCOPES = [ALL_SPREADSHEETS, `${AUTH}/drive.metadata.readonly`] as const;

/** How we are let in: a user's consent, a token that someone else keeps fresh, or a service account's key. */
export type GoogleCredentials =
  | { readonly refreshToken: string; readonly clientId: string; readonly clientSecret: string }
  | { readonly accessToken: string; readonly scope?: string | undefined }
  | { readonly serviceAccount: { readonly client_email: string; readonly private_key: string } };

export interface GoogleOptions {
  /** Origin of Sheets and Drive; absent = Google. A path in it is dropped by the official client. */
  readonly apiUrl?: string;
  /** Base of the token address (`<oauthUrl>/token`); absent = Google. */
  readonly oauthUrl?: string;
}

/** One tab. `sheetId` is the identity; `title` is only where to look first. */
export interface TabAddress {
  readonly spreadsheetId: string;
  readonly sheetId: number;
  readonly title: string;
}

/** The tab that a side's address names; throws `invalid-input` if it names none. */
export function tabAddressOf(address: Readonly<Record<string, string | number>>): TabAddress {
  const { spreadsheetId, title = "" } = address;
  const sheetId = Number(address.sheetId);
  if (typeof spreadsheetId !== "string" || !/^[\w-]{1,200}$/.test(spreadsheetId)) {
    throw new AppError("invalid-input", "The address names no spreadsheet.");
  }
  if (address.sheetId === undefined || !Number.isInteger(sheetId) || sheetId < 0) {
    throw new AppError("invalid-input", "The address names no tab of the spreadsheet.");
  }
  return { spreadsheetId, sheetId, title: String(title) };
}
