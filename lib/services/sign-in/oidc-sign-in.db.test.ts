import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withOrg } from "@/lib/db/control";
import { publicId } from "@/lib/ids";
import { inviteMember } from "../members/invite-member";
import { listMembers } from "../members/list-members";
import { switchProvider } from "./change-provider";
import { confirmIdentity, lookAtClaim } from "./confirm-identity";
import { recordFailures } from "./record-failures";
import { type Arrived, finish, opens, type Place, Places } from "./testing/place";

let at: Places;

beforeAll(async () => {
  at = await Places.open();
});
afterAll(() => at.close());

const refused = (reason: string): Arrived => ({ outcome: "refused", reason }) as Arrived;

const rolesAt = async (place: Place) =>
  (await listMembers(place.caller)).map(({ email, role }) => `${email} ${role}`).sort();

interface Kept {
  readonly action: string;
  readonly target: string;
  readonly payload: Record<string, unknown> | null;
}

async function ledgerOf({ organizationId }: Place): Promise<Kept[]> {
  const rows = await withOrg(
    organizationId,
    (db) => db.$queryRaw<{ action: string; target: string; payload: string }[]>`
      select action, target_ref as target, payload from ledger.entry order by seq`,
  );
  return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as Kept["payload"] }));
}

describe("somebody of the organization's domain", () => {
  test("joins as a viewer at the first sign-in, and is the same person at the next", async () => {
    const place = await at.place();
    const subject = at.account({ email: `Ada@${place.domain}`, email_verified: true, name: "Ada" });
    const first = await at.arrive(place, subject);
    if (first.outcome !== "signed-in") throw new Error(JSON.stringify(first));
    expect(first.goTo).toBe(`/${publicId("org", place.organizationId)}`);
    expect(await opens(first.token, place)).toBe(true);
    expect(await at.signIn(place, subject)).not.toBe(first.token);
    expect(await rolesAt(place)).toEqual([`ada@${place.domain} viewer`, `owner@${place.domain} owner`]);
    const [, joined] = (await listMembers(place.caller)).map(({ id }) => id);
    const own = (await ledgerOf(place)).filter(({ target }) => target === joined);
    expect(own.map(({ action }) => action)).toEqual(["member.joined", "session.opened", "session.opened"]);
    expect(own.at(-1)?.payload).toEqual({ way: "oidc", provider: place.provider });
  });

  test("is called by what is left of the name that the provider tells", async () => {
    const place = await at.place();
    const name = "Ada\r\n\u202EByron http://evil.example/";
    await at.arrive(place, at.account({ email: `ada@${place.domain}`, email_verified: true, name }));
    expect((await listMembers(place.caller)).map((member) => member.name)).toContain("Ada Byron");
  });

  test("becomes what the invitation says, which is used up", async () => {
    const place = await at.place();
    const email = `bob@${place.domain}`;
    await inviteMember(place.caller, { email, role: "editor" });
    await at.signIn(place, at.account({ email, email_verified: true }));
    expect(await rolesAt(place)).toContain(`${email} editor`);
    expect(at.post.tokenSentTo(email)).not.toBe("");
  });

  test("stays out where the provider does not vouch for the address, or tells none", async () => {
    const place = await at.place();
    const email = `eve@${place.domain}`;
    expect(await at.arrive(place, at.account({ email, email_verified: false }))).toEqual(
      refused("email-unverified"),
    );
    expect(await at.arrive(place, at.account({}))).toEqual(refused("email-missing"));
    expect(await listMembers(place.caller)).toHaveLength(1);
  });

  test("stays out while the domain is not proven, and of another organization that does not hold it", async () => {
    const [unproven, other, theirs] = [
      await at.place({ isProven: false }),
      await at.place(),
      await at.place(),
    ];
    const claims = { email_verified: true };
    const own = at.account({ ...claims, email: `ada@${unproven.domain}` });
    expect(await at.arrive(unproven, own)).toEqual(refused("not-invited"));
    const asserted = at.account({ ...claims, email: `owner@${theirs.domain}` });
    expect(await at.arrive(other, asserted)).toEqual(refused("not-invited"));
  });

  test("makes one member, however many browsers come for the first time at once", async () => {
    const place = await at.place();
    const subject = at.account({ email: `race@${place.domain}`, email_verified: true });
    const ways = await Promise.all(Array.from({ length: 5 }, () => at.begin(place)));
    const backs: URL[] = [];
    for (const way of ways) backs.push(await at.issuer.signIn(way.url, subject));
    const arrived = await Promise.all(ways.map((way, index) => finish(place, way, backs[index] as URL)));
    const outcomes = new Set(arrived.map(({ outcome }) => outcome));
    outcomes.delete("needs-confirmation");
    expect([...outcomes]).toEqual(["signed-in"]);
    expect(await listMembers(place.caller)).toHaveLength(2);
  });
});

describe("somebody whose address is known", () => {
  test("is asked by mail, once, and is himself from then on", async () => {
    const place = await at.place();
    const email = `owner@${place.domain}`;
    const subject = at.account({ email, email_verified: true });
    const asked = await at.arrive(place, subject);
    expect(asked).toMatchObject({ outcome: "needs-confirmation", email });
    const token = at.questionSentTo(email);
    expect(await lookAtClaim({ token })).toMatchObject({ provider: "Issuer", email });
    await confirmIdentity({ token });
    await expect(confirmIdentity({ token })).rejects.toMatchObject({ kind: "not-found" });
    expect(await opens(await at.signIn(place, subject), place)).toBe(true);
    expect(await listMembers(place.caller)).toHaveLength(1);
    const linked = (await ledgerOf(place)).filter(({ action }) => action === "identity.linked");
    expect(linked.map(({ payload }) => payload)).toEqual([{ provider: place.provider, by: "mail" }]);
  });

  test("says so in the own session, which another's cannot", async () => {
    const place = await at.place();
    const subject = at.account({ email: "elsewhere@example.org", email_verified: false });
    const asked = await at.arrive(place, subject, { personId: place.owner });
    if (asked.outcome !== "needs-confirmation") throw new Error(JSON.stringify(asked));
    expect(asked.email).toBeNull();
    const { browserToken } = asked;
    const stranger = await at.post.personWith(`stranger@${place.domain}`);
    await expect(
      confirmIdentity({ browserToken, own: { personId: stranger, signedInAt: new Date() } }),
    ).rejects.toMatchObject({
      kind: "not-found",
    });
    // Who finds the owner's browser open makes no way in of his own; the question waits for a fresh sign-in.
    const old = { personId: place.owner, signedInAt: new Date(Date.now() - 11 * 60_000) };
    await expect(confirmIdentity({ browserToken, own: old })).rejects.toMatchObject({ kind: "forbidden" });
    await expect(confirmIdentity({ browserToken, own: null })).rejects.toMatchObject({ kind: "not-found" });
    await confirmIdentity({ browserToken, own: { personId: place.owner, signedInAt: new Date() } });
    await at.signIn(place, subject);
    // Nobody else can have it too.
    const again = await at.arrive(place, subject, { personId: stranger });
    expect(again).toEqual(refused("linked-to-another"));
  });

  test("of another domain is asked although nobody has the address, and then joins as invited", async () => {
    const place = await at.place();
    const email = "guest@example.org";
    await inviteMember(place.caller, { email, role: "approver" });
    const subject = at.account({ email, email_verified: true });
    expect(await at.arrive(place, subject)).toMatchObject({ outcome: "needs-confirmation", email });
    await confirmIdentity({ token: at.questionSentTo(email) });
    await at.signIn(place, subject);
    expect(await rolesAt(place)).toContain(`${email} approver`);
  });
});

describe("an answer", () => {
  test("counts once, in the browser that asked, for ten minutes, at its own provider", async () => {
    const [place, other] = [await at.place(), await at.place()];
    const subject = at.account({ email: `ada@${place.domain}`, email_verified: true });
    const way = await at.begin(place);
    const back = await at.issuer.signIn(way.url, subject);
    expect(await finish(other, way, back)).toEqual(refused("flow-over"));
    expect(await finish(place, way, back)).toEqual(refused("flow-over"));
    const stolen = await at.begin(place);
    const stolenBack = await at.issuer.signIn(stolen.url, subject);
    expect(await finish(place, { browser: way.browser }, stolenBack)).toEqual(refused("other-browser"));
    expect(await finish(place, stolen, stolenBack)).toEqual(refused("flow-over"));
    const late = await at.begin(place, { at: new Date(Date.now() - 11 * 60_000) });
    expect(await finish(place, late, await at.issuer.signIn(late.url, subject))).toEqual(
      refused("flow-over"),
    );
    const used = await at.begin(place);
    const usedBack = await at.issuer.signIn(used.url, subject);
    expect(await finish(place, used, usedBack)).toMatchObject({ outcome: "signed-in" });
    expect(await finish(place, used, usedBack)).toEqual(refused("flow-over"));
    usedBack.searchParams.set("state", "guessed");
    expect(await finish(place, used, usedBack)).toEqual(refused("flow-over"));
  });

  test.each<[string, (asked: URL) => void, (back: URL) => void, string]>([
    ["with another nonce", (asked) => asked.searchParams.set("nonce", "other"), () => {}, "answer-invalid"],
    [
      "of another issuer",
      () => {},
      (back) => back.searchParams.set("iss", "https://id.example"),
      "answer-invalid",
    ],
    ["without its issuer", () => {}, (back) => back.searchParams.delete("iss"), "answer-invalid"],
    ["with another code", () => {}, (back) => back.searchParams.set("code", "other"), "answer-invalid"],
    [
      "for another verifier",
      (asked) => asked.searchParams.set("code_challenge", "A".repeat(43)),
      () => {},
      "answer-invalid",
    ],
    [
      "that is an error",
      () => {},
      (back) => back.searchParams.set("error", "access_denied"),
      "provider-refused",
    ],
  ])("%s lets nobody in", async (_, tamperAsked, tamperBack, reason) => {
    const place = await at.place();
    const subject = at.account({ email: `ada@${place.domain}`, email_verified: true });
    const way = await at.begin(place);
    const asked = new URL(way.url);
    tamperAsked(asked);
    const back = await at.issuer.signIn(asked.href, subject);
    tamperBack(back);
    expect(await finish(place, way, back)).toEqual(refused(reason));
    expect(await listMembers(place.caller)).toHaveLength(1);
  });

  test("of a provider that is turned off opens nothing, and what it opened is over", async () => {
    const place = await at.place();
    const subject = at.account({ email: `ada@${place.domain}`, email_verified: true });
    const token = await at.signIn(place, subject);
    const way = await at.begin(place);
    const back = await at.issuer.signIn(way.url, subject);
    await switchProvider(place.caller, place.provider, false);
    expect(await opens(token, place)).toBe(false);
    expect(await finish(place, way, back)).toEqual(refused("provider-off"));
    // Without a flow too: that is what an unknown provider answers.
    expect(await finish(place, way, back)).toEqual(refused("provider-off"));
    await expect(at.begin(place)).rejects.toThrow("provider-off");
  });
});

test("failures are counted by the minute, and one entry says how many there were", async () => {
  const place = await at.place();
  const email = `eve@${place.domain}`;
  const subject = at.account({ email, email_verified: false });
  for (let times = 0; times < 3; times += 1) await at.arrive(place, subject);
  expect((await ledgerOf(place)).filter(({ action }) => action === "sign-in.failed")).toEqual([]);
  await recordFailures(new Date(Date.now() + 120_000), 100);
  const failed = (await ledgerOf(place)).filter(({ action }) => action === "sign-in.failed");
  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatchObject({
    payload: { way: "oidc", reason: "email-unverified", count: 3 },
  });
  expect(JSON.stringify(failed)).not.toContain(email);
});
