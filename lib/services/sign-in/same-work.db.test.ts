import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { GET, POST } from "@/app/api/auth/[...nextauth]/route";
import { withOrg } from "@/lib/db/control";
import { addMember } from "@/lib/db/members";
import { publicId } from "@/lib/ids";
import { removeMember } from "../members/change-member";
import { confirmIdentity } from "./confirm-identity";
import { findCompanyWay } from "./find-way";
import { requireSignInBy, setBreakGlass } from "./require-provider";
import { Browser, giveNextAuthHeaders, OWN_PAGE } from "./testing/browser";
import { csrfToken } from "./testing/google-place";
import { type Place, Places } from "./testing/place";

vi.mock("next/server", async (original) => ({
  ...(await original<typeof import("next/server")>()),
  after: (work: () => unknown) => void later.push(work),
}));

/** What is left for after the answer. */
const later: (() => unknown)[] = [];

let at: Places;
let place: Place;

beforeAll(async () => {
  at = await Places.open();
  giveNextAuthHeaders();
  place = await at.place();
  // Owners who always come in, members who must come by the provider, and one who was removed.
  const subject = at.account({ email: `owner@${place.domain}`, email_verified: true });
  const asked = await at.arrive(place, subject, { personId: place.owner });
  if (asked.outcome !== "needs-confirmation") throw new Error(JSON.stringify(asked));
  await confirmIdentity({
    browserToken: asked.browserToken,
    own: { personId: place.owner, signedInAt: new Date() },
  });
  await at.signIn(place, subject);
  await setBreakGlass(place.caller, publicId("per", place.owner), true);
  await requireSignInBy(place.caller, place.provider);
  for (const name of ["member", "removed"]) {
    const personId = await at.post.personWith(`${name}@${place.domain}`);
    await withOrg(place.organizationId, (db) =>
      addMember(db, { organizationId: place.organizationId, personId, role: "viewer" }),
    );
    if (name === "removed") await removeMember(place.caller, publicId("per", personId));
  }
  await at.post.personWith("elsewhere@example.org");
  await at.post.personWith("unproven@example.org", false);
});
afterAll(() => at.close());
beforeEach(() => {
  later.length = 0;
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

/** Everything that is asked of the database while `work` is done, in its order, without the values. */
async function askedDuring<T>(work: () => Promise<T>): Promise<{ answer: T; statements: string[] }> {
  const statements: string[] = [];
  const query = pg.Client.prototype.query as (...given: unknown[]) => unknown;
  const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (
    this: pg.Client,
    ...given: unknown[]
  ) {
    const [asked] = given as [string | { text: string }];
    statements.push(typeof asked === "string" ? asked : asked.text);
    return query.apply(this, given);
  } as never);
  try {
    return { answer: await work(), statements };
  } finally {
    spy.mockRestore();
  }
}

const known = (): string[] => [
  `owner@${place.domain}`,
  `member@${place.domain}`,
  `removed@${place.domain}`,
  "elsewhere@example.org",
  "unproven@example.org",
];
const unknown = (): string[] => [`nobody@${place.domain}`, "nobody@example.org", "nobody@unknown.example"];

/** What the page and whoever watches the clock see of asking for a link. */
async function askForLink(email: string) {
  const browser = new Browser();
  const form = new URLSearchParams({
    csrfToken: await csrfToken(browser),
    email,
    callbackUrl: "/",
    json: "true",
  });
  const params = { nextauth: ["signin", "email"] };
  const { answer, statements } = await askedDuring(() =>
    browser.ask(POST, "/api/auth/signin/email", params, form),
  );
  const token = at.post.tokenIn(email, /token=([\w-]+)/);
  return {
    status: answer.status,
    body: await answer.text(),
    statements,
    hasMail: token !== "",
    later: later.length,
  };
}

/** The button of the page that a mailed link leads to. */
const pressed = (browser: Browser, search: URLSearchParams, headers: Record<string, string> = OURS) =>
  browser.ask(POST, `/api/auth/callback/email?${search}`, CALLBACK, new URLSearchParams(), headers);

const CALLBACK = { nextauth: ["callback", "email"] };
const OURS = { origin: "http://127.0.0.1:3000", ...OWN_PAGE };

async function followLink(email: string) {
  const search = new URLSearchParams({ email, token: "a-token-of-nobody", callbackUrl: "/" });
  const { answer, statements } = await askedDuring(() => pressed(new Browser(), search));
  return { status: answer.status, to: answer.headers.get("location"), statements, later: later.length };
}

test("asking for a link is the same work and the same answer, whoever has the address", async () => {
  const nobody = await askForLink("nobody@example.com");
  expect(nobody).toMatchObject({ status: 200, hasMail: true, later: 0 });
  expect(nobody.statements.length).toBeGreaterThan(1);
  for (const email of [...known(), ...unknown()]) expect(await askForLink(email), email).toEqual(nobody);
});

test("so is a link that is none, whose failure is noted after the answer", async () => {
  const nobody = await followLink("nobody@example.com");
  expect(nobody).toMatchObject({ status: 302, to: expect.stringContaining("Verification"), later: 1 });
  expect(nobody.statements.length).toBeGreaterThan(0);
  for (const email of [...known(), ...unknown()]) {
    later.length = 0;
    expect(await followLink(email), email).toEqual(nobody);
  }
});

test("a link signs in by the button of our own page, and by nothing that another site does", async () => {
  const email = "elsewhere@example.org";
  await askForLink(email);
  const token = at.post.tokenIn(email, /token=([\w-]+)/);
  const search = new URLSearchParams({ email, token, callbackUrl: "/api/auth/demo" });
  const browser = new Browser();
  for (const headers of [OWN_PAGE, { "sec-fetch-site": "cross-site" }, {}] as Record<string, string>[]) {
    const path = `/api/auth/callback/email?${search}`;
    const followed = await browser.ask(GET, path, CALLBACK, undefined, headers);
    expect([followed.status, followed.headers.get("location")]).toEqual([303, `/sign-in/confirm?${search}`]);
  }
  for (const headers of [{ origin: "https://evil.example" }, { ...OURS, "sec-fetch-site": "cross-site" }, {}])
    expect((await pressed(browser, search, headers as Record<string, string>)).status).toBe(403);
  expect(browser.cookies.has("chittysync_session")).toBe(false);
  const answer = await pressed(browser, search);
  // Nor does it lead to what would sign somebody else in.
  expect([answer.status, answer.headers.get("location")]).toEqual([302, "http://127.0.0.1:3000/"]);
  expect(browser.cookies.has("chittysync_session")).toBe(true);
});

test("a company is found by its domain alone, with one question for every person", async () => {
  const asked = (email: string) => askedDuring(() => findCompanyWay(email));
  const nobody = await asked(`nobody@${place.domain}`);
  expect(nobody.answer).toContain(place.provider);
  for (const name of ["owner", "member", "removed"])
    expect(await asked(`${name}@${place.domain}`), name).toEqual(nobody);
  const other = await asked("nobody@example.org");
  expect(other).toEqual({ answer: null, statements: nobody.statements });
  expect(await asked("no address")).toEqual(other);
});

test("an address that next-auth reads otherwise than it is counted is refused", async () => {
  const browser = new Browser();
  const token = await csrfToken(browser);
  const forms = [
    "email=a%40example.org&email=b%40example.org",
    "email=a%40example.org%2C1",
    "email=%22a%22%40example.org",
    "email=nothing",
    "",
  ];
  for (const form of forms) {
    const body = new URLSearchParams(`${form}&csrfToken=${token}&json=true`);
    const params = { nextauth: ["signin", "email"] };
    expect((await browser.ask(POST, "/api/auth/signin/email", params, body)).status, form).toBe(422);
  }
});

test("no other address and no other kind of body asks for a link past the count", async () => {
  const browser = new Browser();
  const csrf = await csrfToken(browser);
  const victim = "victim@example.org";
  const form = () => new URLSearchParams({ csrfToken: csrf, email: victim, callbackUrl: "/", json: "true" });
  // next-auth reads the first two parts of the address and whichever kind of body it finds named first.
  for (const nextauth of [
    ["signin", "email", "x"],
    ["signin", "email", ""],
  ])
    expect((await browser.ask(POST, "/api/auth/signin/email/x", { nextauth }, form())).status).toBe(404);
  const twofold = JSON.stringify({ email: victim, csrfToken: csrf, x: "&email=other@example.org&" });
  for (const kind of [
    "application/x-www-form-urlencoded; x=application/json",
    "application/json",
    "application/x-www-form-urlencoded, application/json",
  ]) {
    const params = { nextauth: ["signin", "email"] };
    const headers = { "content-type": kind };
    const asked = await browser.ask(POST, "/api/auth/signin/email", params, twofold, headers);
    expect(asked.status, kind).toBe(422);
  }
  expect(at.post.tokenIn(victim, /token=([\w-]+)/)).toBe("");
});

test("next-auth is asked for nothing but what our pages ask for", async () => {
  const ask = (nextauth: string[], body?: URLSearchParams) =>
    new Browser().ask(body ? POST : GET, `/api/auth/${nextauth.join("/")}`, { nextauth }, body);
  for (const nextauth of [["session"], ["signout"], ["callback", "email", "x"], ["callback/email"], ["_log"]])
    expect((await ask(nextauth)).status, nextauth.join("/")).toBe(404);
  for (const nextauth of [["session"], ["signout"], ["callback", "google"], ["signin", "credentials"]])
    expect((await ask(nextauth, new URLSearchParams())).status, nextauth.join("/")).toBe(404);
});
