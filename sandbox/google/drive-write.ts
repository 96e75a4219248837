import { randomBytes } from "node:crypto";
import { DRIVE_WRITE } from "./access";
import { fileOf, shownFile } from "./drive-file";
import { GoogleError } from "./errors";
import { type Book, draftOf } from "./grid";
import type { Call, Method } from "./methods";

const FILE = "/drive/v3/files/([^/]+)";

const ALL_DRIVES = { supportsAllDrives: "bool", supportsTeamDrives: "bool", enforceSingleParent: "bool" };
const WITH_VIEW = {
  ...ALL_DRIVES,
  includePermissionsForView: "string",
  includeLabels: "string",
  keepRevisionForever: "bool",
  ocrLanguage: "string",
};

interface FileInput {
  readonly name?: string;
  readonly trashed?: boolean;
  readonly [field: string]: unknown;
}

/** 403 unless the person's role is one of these. */
function assertRole(call: Call, book: Book, roles: readonly string[]): void {
  if (roles.includes(book.people[call.caller.email] ?? "")) return;
  throw new GoogleError(
    403,
    "insufficientFilePermissions",
    "The user does not have sufficient permissions for this file.",
  );
}

const copy: Method = {
  id: "drive.files.copy",
  verb: "POST",
  path: new RegExp(`^${FILE}/copy$`),
  metering: "none",
  scopes: DRIVE_WRITE,
  query: { ...WITH_VIEW, ignoreDefaultVisibility: "bool" },
  body: "File",
  run(call) {
    const { world } = call;
    const source = fileOf(call, call.path[0] ?? "");
    const { name } = call.body as FileInput;
    return shownFile(call, world.library.add(copyOf(source, name ?? `Copy of ${source.title}`, call)));
  },
};

/** The copy is the caller's alone, cells, metadata and all: a second spreadsheet that looks like the synced one. */
function copyOf(source: Book, title: string, { world, caller }: Call): Book {
  const now = world.clock.now();
  const { pendingSince: _, ...book } = draftOf(source);
  return {
    ...book,
    id: randomBytes(33).toString("base64url"),
    title,
    people: { [caller.email]: "owner" },
    projects: [caller.project],
    trashed: false,
    createdAt: now,
    changedAt: now,
    version: 1,
    published: { modifiedTime: now, version: 1 },
  };
}

const update: Method = {
  id: "drive.files.update",
  verb: "PATCH",
  path: new RegExp(`^${FILE}$`),
  metering: "none",
  scopes: [...DRIVE_WRITE, "drive.metadata"],
  query: {
    ...WITH_VIEW,
    addParents: "string",
    removeParents: "string",
    useContentAsIndexableText: "bool",
  },
  body: "File",
  run(call) {
    const { library } = call.world;
    const book = fileOf(call, call.path[0] ?? "");
    const input = call.body as FileInput;
    const other = Object.keys(input).find((field) => field !== "name" && field !== "trashed");
    if (other !== undefined)
      throw new GoogleError(
        501,
        "notImplemented",
        `The sandbox does not reproduce files.update of ${other}.`,
      );
    assertRole(call, book, ["owner", "writer"]);
    const { name, trashed } = input;
    if (trashed !== undefined) assertRole(call, book, ["owner"]);
    if (name !== undefined && name !== book.title)
      library.describe(book.id, "update", (draft) => {
        draft.title = name;
      });
    if (trashed !== undefined && trashed !== book.trashed)
      library.describe(book.id, trashed ? "trash" : "untrash", (draft) => {
        draft.trashed = trashed;
      });
    return shownFile(call, library.get(book.id) ?? book);
  },
};

/** Skips the bin. */
const remove: Method = {
  id: "drive.files.delete",
  verb: "DELETE",
  path: new RegExp(`^${FILE}$`),
  metering: "none",
  scopes: DRIVE_WRITE,
  query: ALL_DRIVES,
  run(call) {
    const book = fileOf(call, call.path[0] ?? "");
    assertRole(call, book, ["owner"]);
    call.world.library.remove(book.id);
    return undefined;
  },
};

/** Drive's methods that change a file. */
export const DRIVE_WRITE_METHODS: readonly Method[] = [copy, update, remove];
