/** What our pages and next-auth's own redirects ask for. It reads the first two parts of an address only. */
const ASKED = {
  GET: ["callback/email", "callback/google", "csrf", "error", "providers", "signin", "verify-request"],
  POST: ["callback/email", "signin/email", "signin/google"],
};

export const isAsked = (method: "GET" | "POST", nextauth: readonly string[]): boolean =>
  ASKED[method].includes(nextauth.map(encodeURIComponent).join("/"));
