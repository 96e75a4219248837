import { visibleInDrive } from "./access";
import { GoogleError } from "./errors";
import type { Book } from "./grid";
import type { Call } from "./methods";

export const SPREADSHEET_MIME = "application/vnd.google-apps.spreadsheet";

/** A file as Drive shows it, behind the truth by up to three minutes. */
export const fileView = (call: Call, book: Book): Record<string, unknown> => {
  const { world, caller } = call;
  const published = world.library.published(book.id, world.settings.driveLagMs);
  const role = book.people[caller.email];
  const owners = Object.entries(book.people).filter(([, one]) => one === "owner");
  const edits = role === "owner" || role === "writer";
  return {
    kind: "drive#file",
    id: book.id,
    name: book.title,
    mimeType: SPREADSHEET_MIME,
    trashed: book.trashed,
    starred: false,
    version: String(published.version),
    createdTime: new Date(book.createdAt).toISOString(),
    modifiedTime: new Date(published.modifiedTime).toISOString(),
    webViewLink: `${world.settings.spreadsheetUrl}${book.id}/edit?usp=drivesdk`,
    ownedByMe: role === "owner",
    shared: Object.keys(book.people).length > 1,
    isAppAuthorized: book.projects.includes(caller.project),
    owners: owners.map(([email]) => userView(call, email)),
    capabilities: { canEdit: edits, canShare: edits, canTrash: role === "owner", canDownload: true },
  };
};

export function userView({ world, caller }: Call, email: string): Record<string, unknown> {
  return {
    kind: "drive#user",
    displayName: email.split("@")[0] ?? email,
    me: email === caller.email,
    permissionId: world.accounts.person(email)?.subject ?? "0",
    emailAddress: email,
  };
}

/** The spreadsheet that a caller may see; one 404 for missing, unshared and not picked. */
export function fileOf(call: Call, id: string): Book {
  const book = call.world.library.get(id);
  if (visibleInDrive(book, call.caller)) return book;
  throw new GoogleError(404, "notFound", `File not found: ${id}.`, [
    { location: "fileId", locationType: "parameter" },
  ]);
}

/** What a method answers with a file: all that the mask selects, or the four fields that come unasked. */
export function shownFile(call: Call, book: Book): unknown {
  const view = fileView(call, book);
  if (call.masked) return call.mask.pick(view);
  const { kind, name, mimeType } = view;
  return { kind, id: book.id, name, mimeType };
}
