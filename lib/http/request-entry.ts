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
 * and a method that an address does not have is refused by a route of ours. Next breaks on the first and on TRACE, of
 * which it can make no Request, and refuses the others without a word.
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

/** The address, each percent sign of a path that cannot be decoded standing for itself. */
function readable(url: string): string {
  // The server as a whole, of which nothing can be asked here.
  if (url === "*") return "/%2A";
  const [path = "", ...query] = url.split("?");
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return [path.replaceAll("%", "%25"), ...query].join("?");
  }
}
