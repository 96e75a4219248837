import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { CORPUS } from "@/lib/auth/saml/testing/corpus";
import type { CorpusDocument } from "@/lib/auth/saml/testing/corpus-document";
import { Browser } from "./testing/browser";
import { type Company, requestIdIn, SamlPlace } from "./testing/saml-place";

vi.mock("next/headers", async () => (await import("./testing/browser")).nextHeaders);

let place: SamlPlace;
let company: Company;
let other: Company;

beforeAll(async () => {
  place = await SamlPlace.open();
  company = await place.company("example.com");
  other = await place.company("other.example");
});

afterAll(() => place.close());

beforeEach(() => void vi.spyOn(process.stderr, "write").mockReturnValue(true));

const CODE: Partial<Record<string, string>> = { request: "flow-over", status: "provider-refused" };

/** All of them are in `lib/auth/saml/corpus.test.ts`; here every fifth, for what the route and the tables do. */
test("no invalid document leaves a trace, and the request still waits for the good one", async () => {
  const browser = new Browser();
  const requestId = requestIdIn(await place.start(browser, company));
  const otherRequestId = requestIdIn(await place.start(browser, other));
  const world = place.world(company, requestId, otherRequestId);
  const before = await place.traces();
  const invalid = CORPUS.filter(({ refusedFor }, at) => refusedFor !== null && at % 5 === 0);
  for (const { name, refusedFor, encoded } of invalid) {
    const location = await place.post(company, encoded(world));
    expect([name, location]).toEqual([name, `/sign-in?error=${CODE[refusedFor ?? ""] ?? "answer-invalid"}`]);
    expect([name, await place.traces()]).toEqual([name, before]);
  }
  const [good] = CORPUS.filter(({ refusedFor }) => refusedFor === null);
  const location = await place.post(company, good?.encoded(world) ?? "");
  expect(await place.follow(browser, company, location)).toMatch(/^\/org_/);
});

const valid = CORPUS.filter(({ refusedFor }) => refusedFor === null);

test.each(valid.map((document, at) => [document.name, document, at] as const))(
  "signs in: %s",
  async (_name, { encoded }: CorpusDocument, at) => {
    const browser = new Browser();
    const requestId = requestIdIn(await place.start(browser, company, "?returnTo=/somewhere"));
    const before = await place.traces();
    const world = place.world(company, requestId, requestId, `ada-${at}@example.com`);
    const location = await place.post(company, encoded(world));
    expect(browser.cookies.size).toBe(1);
    expect(await place.follow(browser, company, location)).toBe("/somewhere");
    expect(browser.cookies.has("chittysync_session")).toBe(true);
    const after = await place.traces();
    expect(after.sessions).toBe(before.sessions + 1);
    expect(after).toMatchObject({ answers: 0, flows: before.flows - 1, assertions: before.assertions + 1 });
  },
);
