import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as callback } from "@/app/api/auth/oidc/[provider]/callback/route";
import { GET as startOidc } from "@/app/api/auth/oidc/[provider]/start/route";
import { GET as metadata } from "@/app/api/auth/saml/[provider]/metadata/route";
import { GET as startSaml } from "@/app/api/auth/saml/[provider]/start/route";
import type { FailedArrival } from "@/lib/auth/failure-tally";
import { SamlpProvider } from "@/lib/auth/saml/testing/samlp-provider";
import { encode } from "@/lib/auth/saml/testing/sign-xml";
import { said, signedResponse } from "@/lib/auth/saml/testing/world";
import { lookAtProvider } from "./find-way";
import { Browser, OWN_PAGE } from "./testing/browser";
import { type Company, requestIdIn, SamlPlace } from "./testing/saml-place";

vi.mock("next/headers", async () => (await import("./testing/browser")).nextHeaders);

const tallied: FailedArrival[] = [];
vi.mock("@/lib/auth/failure-tally", () => ({ tallyFailure: (one: FailedArrival) => void tallied.push(one) }));

let place: SamlPlace;
let idp: SamlpProvider;
let company: Company;

beforeAll(async () => {
  [place, idp] = await Promise.all([SamlPlace.open(), SamlpProvider.start()]);
  const { entityId, ssoUrl, key } = idp;
  company = await place.company("example.com", { entityId, ssoUrl, key });
});

afterAll(async () => {
  await idp.stop();
  await place.close();
});

beforeEach(() => {
  idp.somebody = { id: "u-1", email: "ada@example.com", givenName: "Ada", familyName: "Example" };
  idp.signsResponse = false;
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

const SESSION = "chittysync_session";

/** From our start to the page of the identity provider that posts back. */
const goThere = async (browser: Browser, search = "") =>
  idp.formAt(await place.start(browser, company, search));

test("somebody of the company signs in, and comes back as the same person", async () => {
  const browser = new Browser();
  const form = await goThere(browser, "?returnTo=/somewhere");
  expect(form.action).toBe(company.parties.serviceProvider.acsUrl);
  const location = await place.post(company, form.response);
  expect(await place.follow(browser, company, location)).toBe("/somewhere");
  expect(await place.query("select email, name from person")).toEqual([
    { email: "ada@example.com", name: "Ada Example" },
  ]);
  expect(await place.query("select issuer, subject from identity")).toEqual([
    { issuer: `saml:${company.id}`, subject: "persistent:u-1" },
  ]);
  const [session] = await place.query<{ identity_provider_id: string }>(
    "select identity_provider_id from session",
  );
  expect(session?.identity_provider_id).toBe(company.providerId);

  idp.signsResponse = true;
  idp.somebody = { ...idp.somebody, email: "ada.lovelace@example.com" };
  const again = new Browser();
  const second = await place.post(company, (await goThere(again)).response);
  expect(await place.follow(again, company, second)).toMatch(/^\/org_/);
  expect(await place.traces()).toMatchObject({ people: 1, identities: 1, sessions: 2, members: 1 });
});

test("of fifty posts of one response at once one is taken, and none afterwards", async () => {
  const browser = new Browser();
  const { response } = await goThere(browser);
  const locations = await Promise.all(Array.from({ length: 50 }, () => place.post(company, response)));
  const taken = locations.filter((location) => location.includes("/finish?"));
  expect(taken).toHaveLength(1);
  expect(new Set(locations)).toEqual(new Set([taken[0], "/sign-in?error=flow-over"]));
  const before = await place.traces();
  expect(await place.follow(browser, company, taken[0] ?? "")).toMatch(/^\/org_/);
  expect(await place.post(company, response)).toBe("/sign-in?error=flow-over");
  expect(await place.follow(browser, company, taken[0] ?? "")).toBe("/sign-in?error=flow-over");
  expect((await place.traces()).sessions).toBe(before.sessions + 1);
});

test("an assertion that answered one request answers no other, whoever signs that", async () => {
  const again = "_the-same-assertion";
  const outcomes: string[] = [];
  for (let time = 0; time < 2; time += 1) {
    const browser = new Browser();
    const requestId = requestIdIn(await place.start(browser, company));
    const world = { ...place.world(company, requestId), key: idp.key };
    const words = said(world, { assertionId: again, nameId: "u-1", attributes: {} });
    outcomes.push(await place.post(company, encode(signedResponse(world, words))));
  }
  expect(outcomes[0]).toContain("/finish?");
  expect(outcomes[1]).toBe("/sign-in?error=flow-over");
});

test("what another browser asked for opens nothing here, and is used up", async () => {
  const [asker, other] = [new Browser(), new Browser()];
  await place.start(other, company);
  const { response } = await goThere(asker);
  const location = await place.post(company, response);
  const { sessions } = await place.traces();
  expect(await place.follow(other, company, location)).toBe("/sign-in?error=other-browser");
  expect(other.cookies.has(SESSION)).toBe(false);
  expect(await place.follow(asker, company, location)).toBe("/sign-in?error=flow-over");
  expect((await place.traces()).sessions).toBe(sessions);
});

test("a browser without the cookie, as a link of another site sends it, gets nothing", async () => {
  const { response } = await goThere(new Browser());
  const location = await place.post(company, response);
  expect(await place.follow(new Browser(), company, location)).toBe("/sign-in?error=other-browser");
});

test("a request that another response has answered takes no second one", async () => {
  const browser = new Browser();
  const there = await place.start(browser, company);
  const first = await place.post(company, (await idp.formAt(there)).response);
  idp.somebody = { ...idp.somebody, id: "u-2", email: "bob@example.com" };
  expect(await place.post(company, (await idp.formAt(there)).response)).toBe("/sign-in?error=flow-over");
  expect(await place.follow(browser, company, first)).toMatch(/^\/org_/);
  expect(await place.query("select from person where email = 'bob@example.com'")).toHaveLength(0);
});

test("another organization's provider that tells of the company's domain makes nobody one of it", async () => {
  const { entityId, ssoUrl, key } = idp;
  const evil = await place.company("evil.example", { entityId, ssoUrl, key });
  idp.somebody = { ...idp.somebody, id: "u-9", email: "carol@example.com" };
  const browser = new Browser();
  const before = await place.traces();
  const form = await idp.formAt(await place.start(browser, evil));
  expect(await place.follow(browser, evil, await place.post(evil, form.response))).toBe(
    "/sign-in?error=not-invited",
  );
  idp.somebody = { ...idp.somebody, id: "u-1", email: "ada@example.com" };
  const asAda = await idp.formAt(await place.start(browser, evil));
  expect(await place.follow(browser, evil, await place.post(evil, asAda.response))).toBe(
    "/sign-in?error=not-invited",
  );
  const crossed = await goThere(browser);
  expect(await place.post(evil, crossed.response)).toBe("/sign-in?error=answer-invalid");
  const { sessions, people, identities, members } = before;
  expect(await place.traces()).toMatchObject({ sessions, people, identities, members });
});

test("a request is over after ten minutes, and an answer that nobody fetches after two", async () => {
  const browser = new Browser();
  const late = await goThere(browser);
  await place.age("sign_in_flow", 11);
  expect(await place.post(company, late.response)).toBe("/sign-in?error=flow-over");
  const location = await place.post(company, (await goThere(browser)).response);
  await place.age("saml_answer", 3);
  expect(await place.follow(browser, company, location)).toBe("/sign-in?error=flow-over");
});

test("nonsense is counted for the provider's owner and, with the precise reason, for the operator", async () => {
  tallied.length = 0;
  expect(await place.post(company, "bm9uc2Vuc2U=")).toBe("/sign-in?error=answer-invalid");
  expect(await place.follow(new Browser(), company, "/x?request=unknown")).toBe("/sign-in?error=flow-over");
  expect(tallied).toEqual([
    { from: company.id, way: "saml", reason: "malformed" },
    { from: "unknown", way: "saml", reason: "answer-invalid" },
    { from: "unknown", way: "saml", reason: "flow-over" },
  ]);
  const counted = await place.query("select distinct organization_id as id from sign_in_failure");
  expect(counted).toContainEqual({ id: company.organizationId });
});

test("a provider that is turned off is neither gone to nor believed", async () => {
  const browser = new Browser();
  const { response } = await goThere(browser);
  await place.turn(company, false);
  expect(await place.post(company, response)).toBe("/sign-in?error=provider-off");
  expect((await place.start(browser, company)).search).toBe("?error=provider-off");
  expect(await place.follow(browser, company, "/x?request=y")).toBe("/sign-in?error=provider-off");
  await place.turn(company, true);
});

test.each([
  ["JSON", (response: string) => JSON.stringify({ SAMLResponse: response }), "application/json"],
  ["a file", (response: string) => `SAMLResponse=${encodeURIComponent(response)}`, "text/plain"],
  [
    "two responses",
    (response: string) => `SAMLResponse=x&SAMLResponse=${encodeURIComponent(response)}`,
    null,
  ],
  ["none", () => "RelayState=x", null],
  [
    "megabytes",
    (response: string) => `SAMLResponse=${encodeURIComponent(response)}&x=${"x".repeat(600_000)}`,
    null,
  ],
])("a post that is %s is refused", async (_, bodyOf, type) => {
  const { response } = await goThere(new Browser());
  const location = await place.postForm(company.id, bodyOf(response), {
    "content-type": type ?? "application/x-www-form-urlencoded",
  });
  expect(location).toBe("/sign-in?error=answer-invalid");
});

describe("whom no page of ours sent to the provider", () => {
  const asked = (id: string, returnTo = "%2F") => `/sign-in/with/${id}?returnTo=${returnTo}`;

  test.each<[string, Record<string, string>]>([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["a sibling domain", { "sec-fetch-site": "same-site" }],
    ["somebody's bookmark", { "sec-fetch-site": "none" }],
    ["a browser that does not say so", {}],
  ])("is asked first: %s", async (_whose, headers) => {
    const flows = () => place.query("select count(*)::int from sign_in_flow");
    const before = await flows();
    for (const [kind, start] of [
      ["saml", startSaml],
      ["oidc", startOidc],
    ] as const) {
      const path = `/api/auth/${kind}/${company.id}/start?returnTo=/somewhere`;
      const answer = await new Browser().ask(start, path, { provider: company.id }, undefined, headers);
      expect(answer.headers.get("location")).toBe(asked(company.id, "%2Fsomewhere"));
    }
    expect(await flows()).toEqual(before);
  });

  test("and so is whoever is signed in, whose session would end", async () => {
    const browser = new Browser();
    const form = await goThere(browser);
    await place.follow(browser, company, await place.post(company, form.response));
    const session = browser.cookies.get(SESSION);
    const { pathname, search } = await place.start(browser, company);
    expect(`${pathname}${search}`).toBe(asked(company.id));
    expect(browser.cookies.get(SESSION)).toBe(session);
  });

  test("learns whose sign-in it is, where it is on", async () => {
    expect(await lookAtProvider(company.id)).toMatchObject({ kind: "saml", name: "Company" });
    await place.turn(company, false);
    expect(await lookAtProvider(company.id)).toBeNull();
    await place.turn(company, true);
    expect(await lookAtProvider("nonsense")).toBeNull();
  });
});

test.each(["idp_00000000000000000000000000", "nonsense", "../.."])("an unknown provider: %s", async (id) => {
  const stranger = { ...company, id };
  const failures = () =>
    place.query("select organization_id, minute, way, reason, count from sign_in_failure");
  const before = await failures();
  tallied.length = 0;
  expect((await place.start(new Browser(), stranger)).search).toBe("?error=provider-off");
  expect(await place.post(stranger, "x")).toBe("/sign-in?error=provider-off");
  expect(await place.follow(new Browser(), stranger, "/x?request=y")).toBe("/sign-in?error=provider-off");
  const params = { provider: id };
  const begun = await new Browser().ask(startOidc, `/api/auth/oidc/${id}/start`, params, undefined, OWN_PAGE);
  const ended = await new Browser().ask(callback, `/api/auth/oidc/${id}/callback?state=x&code=y`, params);
  for (const { headers } of [begun, ended])
    expect(headers.get("location")).toBe("/sign-in?error=provider-off");
  // Nobody's ledger has it, the operator's count does.
  expect(await failures()).toEqual(before);
  const one = { from: "unknown", reason: "provider-off" };
  const told = ["saml", "saml", "saml", "oidc", "oidc"].map((way) => ({ ...one, way }));
  expect(tallied).toEqual(told);
  const answer = await new Browser().ask(metadata, "/x", { provider: id });
  expect(answer.status).toBe(404);
});

test("metadata say what an identity provider has to know, and hold no key", async () => {
  const answer = await new Browser().ask(metadata, "/x", { provider: company.id });
  const text = await answer.text();
  const { entityId, acsUrl } = company.parties.serviceProvider;
  expect(text).toContain(`entityID="${entityId}"`);
  expect(text).toContain(`Location="${acsUrl}"`);
  expect(text).toContain('WantAssertionsSigned="true"');
  expect(text).not.toContain("Certificate");
});
