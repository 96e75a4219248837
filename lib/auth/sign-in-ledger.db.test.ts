import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { personWithEmail } from "@/lib/db/resolve";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { foundOrganization } from "@/lib/services/organizations/found-organization";
import { endOtherSessions } from "@/lib/services/people/account";
import { recordFailures } from "@/lib/services/sign-in/record-failures";
import { adapterOf } from "./adapter";
import { closeSession, openSession } from "./session";
import { recordBreakGlass } from "./sign-in-ledger";

/** What is left for after the answer. */
const later: (() => unknown)[] = [];
vi.mock("next/server", () => ({ after: (work: () => unknown) => void later.push(work) }));

let plane: ControlPlane;

beforeAll(async () => {
  plane = await openControlPlane();
});
afterAll(() => plane.close());

const EMAIL = "ada@example.com";

interface Kept {
  readonly action: string;
  readonly target: string;
  readonly payload: string;
}

/** What the ledger has after the organization was founded. */
const keptIn = (organizationId: string): Promise<Kept[]> =>
  withOrg(
    organizationId,
    (db) => db.$queryRaw<Kept[]>`
      select action, target_ref as target, payload from ledger.entry
       where action not in ('organization.created', 'channel.created') order by seq`,
  );

test("each of a person's organizations has sign-ins, sign-outs and revocations, and no address", async () => {
  const person = await personWithEmail(newUuid(), EMAIL, "Ada");
  const organizations = [
    uuidOf("org", await foundOrganization(person, "One")) ?? "",
    uuidOf("org", await foundOrganization(person, "Two")) ?? "",
  ];
  const token = await openSession(person, new Date());
  await openSession(person, new Date(), { way: "google" });
  await endOtherSessions({ personId: person, token });
  await closeSession(token);
  // What is over already is no sign-out.
  await closeSession(token);
  for (const organizationId of organizations) {
    const kept = await keptIn(organizationId);
    expect(kept.map(({ action, payload }) => [action, JSON.parse(payload)])).toEqual([
      ["session.opened", { way: "email" }],
      ["session.opened", { way: "google" }],
      ["session.revoked", { sessions: 1 }],
      ["session.closed", null],
    ]);
    expect(new Set(kept.map(({ target }) => target))).toEqual(new Set([publicId("per", person)]));
    expect(JSON.stringify(kept)).not.toContain(EMAIL);
  }
});

test("a link that opens nothing is counted where its person belongs, and a stranger's nowhere", async () => {
  const email = "mia@example.com";
  const person = await personWithEmail(newUuid(), email, "Mia");
  const organizationId = uuidOf("org", await foundOrganization(person, "Three")) ?? "";
  const { useVerificationToken: takeLink } = adapterOf("email");
  for (const identifier of [email, email, "stranger@example.com"])
    expect(await takeLink?.({ identifier, token: "unknown" })).toBeNull();
  expect(await recordFailures(new Date(Date.now() + 120_000), 100)).toBe(0);
  for (const work of later) await work();
  expect(await recordFailures(new Date(Date.now() + 120_000), 100)).toBe(1);
  const [failed] = await keptIn(organizationId);
  expect(failed?.action).toBe("sign-in.failed");
  expect(JSON.parse(failed?.payload ?? "{}")).toMatchObject({ way: "email", reason: "link-over", count: 2 });
});

test("a break-glass owner's visits are one entry an hour", async () => {
  const person = await personWithEmail(newUuid(), "zoe@example.com", "Zoe");
  const organizationId = uuidOf("org", await foundOrganization(person, "Four")) ?? "";
  for (let visits = 0; visits < 3; visits += 1) await recordBreakGlass(person, organizationId, new Date());
  expect((await keptIn(organizationId)).map(({ action }) => action)).toEqual(["session.broke-glass"]);
});
