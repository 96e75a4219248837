import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { FailedArrival } from "@/lib/auth/failure-tally";
import { findSignedIn, isOwnSession, openSession } from "@/lib/auth/session";
import { findPersonByEmail } from "@/lib/db/people";
import { personWithEmail } from "@/lib/db/resolve";
import { newUuid } from "@/lib/ids";
import { Browser } from "./testing/browser";
import { GooglePlace } from "./testing/google-place";

const tallied: FailedArrival[] = [];
vi.mock("@/lib/auth/failure-tally", () => ({ tallyFailure: (one: FailedArrival) => void tallied.push(one) }));
vi.mock("next/headers", async () => (await import("./testing/browser")).nextHeaders);
vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  after: (work: () => unknown) => work(),
}));

let at: GooglePlace;

beforeAll(async () => {
  at = await GooglePlace.open();
});
afterAll(() => at.close());
beforeEach(() => {
  at.claims = (told) => told;
  at.signingKey = null;
  tallied.length = 0;
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

const HOME = "http://127.0.0.1:3000";
const SESSION = "chittysync_session";

/** The code with which the sign-in page is shown. */
const errorIn = (location: string): string | null => new URL(location, HOME).searchParams.get("error");

/** Nothing is left behind by whoever is not let in, but for the operator's count. */
async function refuses(attempt: (browser: Browser) => Promise<string>, error = "OAuthCallback") {
  const before = await at.traces();
  const browser = new Browser();
  expect(errorIn(await attempt(browser))).toBe(error);
  expect(browser.cookies.has(SESSION)).toBe(false);
  expect(await at.traces()).toEqual(before);
  expect(tallied).toContainEqual({ from: "unknown", way: "google", reason: error });
  tallied.length = 0;
}

describe("somebody with a Google account", () => {
  test("becomes a person whose address is proven, and is the same one the next time", async () => {
    const browser = new Browser();
    expect(await at.signIn(browser, "ada@gmail.com", "/somewhere?x=1")).toBe(`${HOME}/somewhere?x=1`);
    const signedIn = await findSignedIn(browser.cookies.get(SESSION));
    expect(signedIn?.person.email).toBe("ada@gmail.com");
    expect(signedIn && isOwnSession(signedIn)).toBe(true);
    expect((await findPersonByEmail("ada@gmail.com"))?.verifiedAt).not.toBeNull();
    const again = new Browser();
    // What counts is the subject: the address has changed at Google.
    at.claims = (told) => ({ ...told, email: "ada.byron@gmail.com" });
    await at.signIn(again, "ada@gmail.com");
    expect((await findSignedIn(again.cookies.get(SESSION)))?.person).toMatchObject({
      personId: signedIn?.person.personId,
      email: "ada@gmail.com",
    });
  });

  test.each([
    ["Ada\r\n\u202EByron http://evil.example/", "Ada Byron"],
    ["http://evil.example/", "mia"],
  ])("is called by what is left of the name that Google tells: %j", async (told, name) => {
    const browser = new Browser();
    at.claims = (claims) => ({ ...claims, name: told });
    const email = name === "mia" ? "mia@gmail.com" : "cleaned@gmail.com";
    await at.signIn(browser, email);
    expect((await findPersonByEmail(email))?.name).toBe(name);
  });

  test("is sent there with what has to come back, and the code goes with PKCE's verifier", async () => {
    const page = await at.begin(new Browser());
    const asked = page.searchParams;
    expect(asked.get("code_challenge_method")).toBe("S256");
    for (const name of ["state", "nonce", "code_challenge"])
      expect(asked.get(name)?.length, name).toBeGreaterThanOrEqual(32);
    expect(asked.get("redirect_uri")).toBe(`${HOME}/api/auth/callback/google`);
    await at.signIn(new Browser(), "pkce@gmail.com");
    expect(at.exchanged.get("code_verifier")?.length).toBeGreaterThanOrEqual(43);
  });

  test("of whom Google does not vouch for the address is not let in", async () => {
    at.claims = (told) => ({ ...told, email_verified: false });
    await refuses((browser) => at.signIn(browser, "eve@gmail.com"), "AccessDenied");
    // A consumer account may carry an address of any domain that it once could read.
    at.claims = ({ hd: _hd, ...told }) => told;
    await refuses((browser) => at.signIn(browser, "eve@victim.example"), "AccessDenied");
    at.claims = (told) => ({ ...told, hd: "elsewhere.example" });
    await refuses((browser) => at.signIn(browser, "eve@victim.example"), "AccessDenied");
  });

  test("does not become whoever has the address here, before he says so himself", async () => {
    await personWithEmail(newUuid(), "bob@gmail.com", "Bob");
    await refuses((browser) => at.signIn(browser, "bob@gmail.com"), "OAuthAccountNotLinked");
  });
});

describe("whoever is signed in", () => {
  const byMail = async (name: string) => {
    const browser = new Browser();
    const personId = await personWithEmail(newUuid(), `${name}@example.com`, name);
    browser.cookies.set(SESSION, await openSession(personId, new Date()));
    return { browser, personId };
  };
  const holder = async (account: string) => {
    const browser = new Browser();
    await at.signIn(browser, account);
    return (await findSignedIn(browser.cookies.get(SESSION)))?.person.personId;
  };

  test("adds a Google account just after signing in, and comes by it from then on", async () => {
    const { browser, personId } = await byMail("zoe");
    expect(await at.signIn(browser, "zoe@gmail.com", "/account")).toBe(`${HOME}/account`);
    expect(await holder("zoe@gmail.com")).toBe(personId);
  });

  test("adds none from a browser that was left open", async () => {
    const { browser, personId } = await byMail("lea");
    await at.ageSessions();
    const before = await at.traces();
    expect(await at.signIn(browser, "stranger@gmail.com")).toBe("/sign-in/again?callbackUrl=/account");
    expect(await at.traces()).toEqual(before);
    expect(await holder("stranger@gmail.com")).not.toBe(personId);
  });
});

describe("what comes back", () => {
  const backFor = async (browser: Browser, account = "mia@gmail.com") =>
    at.consent(await at.begin(browser), account);

  test("has to have the state of this browser", async () => {
    const stranger = new Browser();
    const theirs = await backFor(stranger);
    await refuses((browser) => at.finish(browser, theirs));
    await refuses(async (browser) => {
      await at.begin(browser);
      return at.finish(browser, theirs);
    });
    await refuses(async (browser) => {
      const back = await backFor(browser);
      back.searchParams.set("state", "another");
      return at.finish(browser, back);
    });
    await refuses(async (browser) => {
      const back = await backFor(browser);
      back.searchParams.delete("state");
      return at.finish(browser, back);
    });
  });

  test("is exchanged once, by the verifier and nonce of this sign-in alone", async () => {
    for (const cookie of ["next-auth.pkce.code_verifier", "next-auth.nonce"])
      await refuses(async (browser) => {
        const back = await backFor(browser);
        const another = new Browser();
        await at.begin(another);
        browser.cookies.set(cookie, another.cookies.get(cookie) ?? "");
        return at.finish(browser, back);
      });
    const browser = new Browser();
    const [kept, back] = [browser.cookies, await backFor(browser)];
    const before = new Map(kept);
    expect(errorIn(await at.finish(browser, back))).toBeNull();
    await refuses((replaying) => {
      for (const [name, value] of before) replaying.cookies.set(name, value);
      return at.finish(replaying, back);
    });
  });

  test("is believed by its id token's nonce, audience, issuer, time and signature", async () => {
    const lies: Record<string, unknown>[] = [
      { nonce: "another" },
      { nonce: undefined },
      { aud: "another-client" },
      { iss: "https://accounts.example" },
      { exp: Math.floor(Date.now() / 1000) - 3600 },
    ];
    for (const lie of lies) {
      at.claims = (told) => ({ ...told, ...lie });
      await refuses((browser) => at.signIn(browser, "nia@gmail.com"));
    }
    at.claims = (told) => told;
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    at.signingKey = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    await refuses((browser) => at.signIn(browser, "nia@gmail.com"));
  });

  test("leads to no other site, and no host that a caller names is ours", async () => {
    for (const elsewhere of [
      "https://evil.example/x",
      "//evil.example",
      "http://127.0.0.1:3001/",
      "javascript:0",
    ])
      expect(new URL(await at.signIn(new Browser(), "ada@gmail.com", elsewhere), HOME).origin).toBe(HOME);
    const page = await at.begin(new Browser(), "/", {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
    });
    expect(page.searchParams.get("redirect_uri")).toBe(`${HOME}/api/auth/callback/google`);
    const planted = new Browser();
    const back = await backFor(planted, "ada@gmail.com");
    planted.cookies.set("next-auth.callback-url", "https://evil.example/");
    expect(new URL(await at.finish(planted, back), HOME).origin).toBe(HOME);
  });

  test("is asked for by a form of ours alone", async () => {
    const form = new URLSearchParams({ callbackUrl: "/", json: "true", csrfToken: "guessed" });
    const { POST } = await import("@/app/api/auth/[...nextauth]/route");
    const params = { nextauth: ["signin", "google"] };
    const answer = await new Browser().ask(POST, "/api/auth/signin/google", params, form);
    expect(await answer.text()).not.toContain("code_challenge");
  });
});
