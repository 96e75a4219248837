import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { allowedMethods } from "./allowed-methods";

/** What a refused request's address allows, from here to the route that answers it. */
export const ALLOWED_HEADER = "x-chittysync-allowed";

/** Below /api, where no route is: the route for those answers. */
const REFUSED = "/api/refused";

/** What pages and their actions take. */
const OF_PAGES = ["GET", "HEAD", "POST"];

type Asked = Pick<IncomingMessage, "url" | "method" | "headers">;

/**
 * Mends what Next cannot answer, before anything of it sees a request: an address that is no UTF-8 names what nothing is,
 * no parameter is lost, and a method that an address does not have is refused by a route of ours. Next breaks on the first
 * and on TRACE, of which it can make no Request, and refuses the others without a word.
 */
export function mendEveryRequest(): void {
  subscribe("http.server.request.start", (message) => {
    mend((message as { readonly request: IncomingMessage }).request);
  });
}

export function mend(request: Asked): void {
  request.url = readable(request.url ?? "/");
  const [path = "/"] = request.url.split("?");
  delete request.headers[ALLOWED_HEADER];
  const isTrace = request.method === "TRACE";
  const allowed = allowedMethods(decodeURIComponent(path)) ?? (isTrace ? OF_PAGES : null);
  if (allowed === null || allowed.includes(request.method ?? "GET")) return;
  request.headers[ALLOWED_HEADER] = allowed.join(", ");
  request.method = "POST";
  request.url = REFUSED;
}

function readable(url: string): string {
  // The server as a whole, of which nothing can be asked here.
  if (url === "*") return "/%2A";
  const [path = "", ...query] = url.split("?");
  return [decodable(path), ...query.map(withoutProto)].join("?");
}

/** The path, each percent sign of one that cannot be decoded standing for itself. */
function decodable(path: string): string {
  try {
    decodeURIComponent(path);
    return path;
  } catch {
    return path.replaceAll("%", "%25");
  }
}

/** Next drops a parameter of this name; by another it is seen, and refused like any that there is not. */
const withoutProto = (query: string): string =>
  query.replace(/[^&]+/g, (pair) =>
    new URLSearchParams(pair).has("__proto__") ? pair.replace(/^[^=]*/, "%5B__proto__%5D") : pair,
  );
