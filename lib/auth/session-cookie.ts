export interface SessionCookie {
  readonly name: string;
  readonly attributes: {
    readonly httpOnly: true;
    readonly sameSite: "lax";
    readonly secure: boolean;
    readonly path: "/";
  };
}

/**
 * The session's cookie at the app's address. Under https its name has the prefix with which browsers take it only from
 * this very host and only over TLS; over plain http (a loopback address, or no server starts) they refuse that
 * prefix. One name is read at one address, so a cookie that a sibling domain planted under the other is nothing.
 */
export function sessionCookie(appUrl: string): SessionCookie {
  const secure = new URL(appUrl).protocol === "https:";
  return {
    name: secure ? "__Host-chittysync_session" : "chittysync_session",
    attributes: { httpOnly: true, sameSite: "lax", secure, path: "/" },
  };
}
