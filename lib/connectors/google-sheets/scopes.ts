import type { Files } from "../oauth";
import { ALL_SPREADSHEETS, PICKED_FILES } from "./config";

export type ConsentScope =
  | "https://www.googleapis.com/auth/drive.file"
  | "https://www.googleapis.com/auth/spreadsheets";

/**
 * What a person is asked for. The files that were picked are always in it: with them alone Google tells whose account it
 * is, and neither scope is one that Google restricts.
 */
export const SCOPES_OF: Readonly<Record<Files, readonly ConsentScope[]>> = {
  picked: [PICKED_FILES],
  all: [ALL_SPREADSHEETS, PICKED_FILES],
};

/** What people read beside the boxes that they may untick. */
export const BOXES: Readonly<Record<ConsentScope, string>> = {
  [ALL_SPREADSHEETS]: "See and edit your Google Sheets spreadsheets",
  [PICKED_FILES]: "See and edit the files that you choose for ChittySync",
};

const DRIVE = "https://www.googleapis.com/auth/drive";

/** A wider scope that was agreed to holds the narrower one. */
const WIDER: Readonly<Record<ConsentScope, readonly string[]>> = {
  [PICKED_FILES]: [DRIVE],
  [ALL_SPREADSHEETS]: [DRIVE],
};

/** Which of the scopes that were asked for were not agreed to. */
export const missingScopes = (scopes: readonly string[] | null, files: Files): ConsentScope[] =>
  SCOPES_OF[files].filter((scope) => ![scope, ...WIDER[scope]].some((one) => scopes?.includes(one)));

/** Which files these scopes open; null where they do not tell, or open none. */
export function filesOf(scopes: readonly string[]): Files | null {
  if (missingScopes(scopes, "all").length === 0 || scopes.includes(ALL_SPREADSHEETS)) return "all";
  return scopes.includes(PICKED_FILES) ? "picked" : null;
}

/** Whether a token of these scopes may be given to a browser: it opens what its person picked, and nothing else. */
export const isPickedOnly = (scopes: readonly string[]): boolean =>
  scopes.length > 0 && scopes.every((scope) => scope === PICKED_FILES);
