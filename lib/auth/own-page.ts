interface Asked {
  readonly method: string;
  readonly headers: Pick<Headers, "get">;
}

/**
 * Whether a browser sends this from one of our own pages. Browsers put Sec-Fetch-Site on every request and Origin on
 * every write, and no page can forge them. `appUrl` says what ours is: Host and X-Forwarded-Host are the caller's word.
 */
export function isFromOwnPage({ method, headers }: Asked, appUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = headers.get("origin");
  if (origin === null) return method === "GET" || method === "HEAD";
  return origin === new URL(appUrl).origin;
}

/** Whether a page of ours certainly sent the browser here; one that does not say whose page did is not believed. */
export const isSentByOwnPage = ({ headers }: Pick<Asked, "headers">): boolean =>
  headers.get("sec-fetch-site") === "same-origin";

/**
 * Whether a person goes to our own address by himself, and not because another site's page sent him. A name that only
 * resolves to us (a rebound one) is not our address.
 */
export function isOwnNavigation({ headers }: Pick<Asked, "headers">, appUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  const isByHimself = site === null || site === "none" || site === "same-origin";
  return isByHimself && headers.get("host") === new URL(appUrl).host;
}
