import { readFileSync } from "node:fs";
import path from "node:path";
import { json, type SandboxRequest, type SandboxResponse } from "../../server";
import { callerOf, requireScope } from "../access";
import { GoogleError, invalidArgument, rpcBody } from "../errors";
import type { Book } from "../grid";
import type { World } from "../world";

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  "/js/api.js": ["api.js", "text/javascript; charset=utf-8"],
  "/picker/dialog.html": ["dialog.html", "text/html; charset=utf-8"],
  "/picker/dialog.js": ["dialog.js", "text/javascript; charset=utf-8"],
};

const SCOPES = ["drive.file", "drive"];

/** The Picker: its script, its dialog, and what the dialog asks. Undefined when the path is none of them. */
export function answerPicker(world: World, request: SandboxRequest): SandboxResponse | undefined {
  const { pathname } = request.url;
  const served = request.method === "GET" ? FILES[pathname] : undefined;
  if (served !== undefined) {
    const [file, type] = served;
    const headers = { "content-type": type, "cache-control": "no-store" };
    return { status: 200, headers, body: readFileSync(path.join(import.meta.dirname, file)) };
  }
  try {
    switch (`${request.method} ${pathname}`) {
      case "GET /picker/files":
        return json(200, { files: offered(world, request).map((book) => document(world, book)) });
      case "POST /picker/picked":
        return json(200, pick(world, request));
      default:
        return undefined;
    }
  } catch (error) {
    if (error instanceof GoogleError) return json(error.code, rpcBody(error));
    throw error;
  }
}

function personOf(world: World, request: SandboxRequest) {
  const caller = callerOf(request, world.accounts, (clientId) => world.projectOf(clientId));
  requireScope(caller, SCOPES, "drive.googleapis.com");
  return caller;
}

/** All that the person may see, picked or not: the dialog is his, not the application's. */
function offered(world: World, request: SandboxRequest): Book[] {
  const { email } = personOf(world, request);
  return world.library.list().filter((book) => book.people[email] !== undefined && !book.trashed);
}

const document = (world: World, book: Book) => ({
  id: book.id,
  name: book.title,
  mimeType: "application/vnd.google-apps.spreadsheet",
  url: `${world.settings.spreadsheetUrl}${book.id}/edit?usp=drive_web`,
});

/** Opens what was picked to the token's project; another project's number opens it to that one, so not to the caller. */
function pick(world: World, request: SandboxRequest): { picked: number } {
  const caller = personOf(world, request);
  const { ids, appId } = JSON.parse(request.body.toString("utf8")) as { ids: string[]; appId: string | null };
  const seen = offered(world, request);
  for (const id of ids) {
    const book = seen.find((one) => one.id === id);
    if (book === undefined) throw invalidArgument("No such file.");
    const projects = [...new Set([...book.projects, appId ?? caller.project])];
    world.library.share(book.id, book.people, projects);
  }
  return { picked: ids.length };
}
