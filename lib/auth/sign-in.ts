import "server-only";
import type { NextAuthOptions } from "next-auth";
import type { EmailConfig } from "next-auth/providers/email";
import { verifyPerson } from "@/lib/db/people";
import { canSendMail, sendMail } from "@/lib/egress/send-mail";
import { env } from "@/lib/env";
import { signInLetter } from "@/lib/mail/letters";
import { adapterOf } from "./adapter";
import { tallyFailure } from "./failure-tally";
import { byGoogle, mayComeByGoogle, vouchesFor } from "./google-sign-in";
import { SESSION_SECONDS } from "./session";
import { sessionCookie } from "./session-cookie";
import { newToken } from "./token";

const LINK_MINUTES = 15;

/** The ways of signing in that this installation offers. */
export const waysIn = (): { readonly email: boolean; readonly google: boolean } => {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = env();
  return { email: canSendMail(), google: Boolean(GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET) };
};

/** Where to go after signing in: a page of ours, whatever the address says. */
export function ownPath(wanted: string | undefined): string {
  const { APP_URL } = env();
  if (wanted === undefined || !URL.canParse(wanted, APP_URL)) return "/";
  const { origin, pathname, search } = new URL(wanted, APP_URL);
  // A path that begins with two slashes is another host to a browser.
  const path = `/${pathname.replace(/^\/+/, "")}`;
  return origin === new URL(APP_URL).origin && !isDoor(path) ? `${path}${search}` : "/";
}

/** Addresses that do something for whom a page of ours sends there, such as beginning a sign-in, are no page to come to. */
function isDoor(path: string): boolean {
  try {
    return /^\/+api(\/|$)/.test(decodeURIComponent(path));
  } catch {
    return true;
  }
}

/**
 * next-auth as this installation uses it: it proves who somebody is, and opens a session of ours. Addresses that nobody
 * has are answered like all others; who signs in with one for the first time becomes a person.
 */
export function authOptions(way: "email" | "google" = "email"): NextAuthOptions {
  const { APP_URL, APP_SECRET } = env();
  const cookie = sessionCookie(APP_URL);
  const { email, google } = waysIn();
  return {
    adapter: adapterOf(way),
    secret: APP_SECRET,
    useSecureCookies: cookie.attributes.secure,
    providers: [...(email ? [byEmail()] : []), ...(google ? [byGoogle()] : [])],
    callbacks: {
      redirect: ({ url }) => new URL(ownPath(url), APP_URL).href,
      signIn: ({ account, profile }) => account?.provider !== "google" || mayComeByGoogle(account, profile),
    },
    events: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider === "google" && vouchesFor(profile, user.email)) await verifyPerson(user.id);
      },
    },
    session: { strategy: "database", maxAge: SESSION_SECONDS, generateSessionToken: newToken },
    cookies: { sessionToken: { name: cookie.name, options: cookie.attributes } },
    pages: { signIn: "/sign-in", verifyRequest: "/sign-in?sent=1", error: "/sign-in" },
    logger: {
      error: (code) => tallyFailure({ from: "next-auth", way: "any", reason: code }),
      warn: () => {},
      debug: () => {},
    },
  };
}

/**
 * The link leads to a page with a button: programs that look at links in mails would use up the token. The address in
 * it is only ever our own.
 */
function byEmail(): EmailConfig {
  return {
    id: "email",
    type: "email",
    name: "Email",
    server: "",
    from: "",
    maxAge: LINK_MINUTES * 60,
    options: {},
    generateVerificationToken: newToken,
    sendVerificationRequest: async ({ identifier, url }) => {
      const asked = new URL(url).searchParams;
      const link = new URL("/sign-in/confirm", env().APP_URL);
      for (const name of ["email", "token", "callbackUrl"])
        link.searchParams.set(name, asked.get(name) ?? "");
      await sendMail({ to: identifier, ...signInLetter(link.href, LINK_MINUTES) });
    },
  };
}
